import "openai"
