const { main } = require("./main.cjs")

main(require("@effect-helpscout/promise"), process.env).then(console.log)
