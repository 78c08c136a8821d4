const { main } = require("./main.cjs")

main(require("@effect-helpscout/promise"), require("@effect-helpscout/promise/node"), process.env).then(console.log)
