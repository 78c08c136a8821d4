import "stripe"
