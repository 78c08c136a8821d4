export { default } from "helpscout-mailbox-api"
