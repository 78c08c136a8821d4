import "helpscout-mailbox-api"
