/** Child processes that are asked and answer. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

export interface Child<Question, Answer> {
  readonly ask: (question: Question) => Promise<Answer>
  readonly stop: () => Promise<void>
}

interface Asked<Question> {
  readonly id: number
  readonly question: Question
}

type Answered<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: string }

/** What a child says unasked, when it is ready. */
const ready = 0

/** Starts a module of this package, by its path from here, and waits until it can be asked. */
export const start = async <Question, Answer>(
  path: string,
  args: ReadonlyArray<string> = []
): Promise<Child<Question, Answer>> => {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), args)
  const waiting = new Map<number, (answered: Answered<Answer>) => void>()
  let last = ready
  const expect = (id: number) => new Promise<Answered<Answer>>((resolve) => waiting.set(id, resolve))
  const begun = expect(ready)
  // written by `answering`, in a module that the caller names together with its types
  child.on("message", (message) => {
    const answered = message as Answered<Answer>
    waiting.get(answered.id)?.(answered)
    waiting.delete(answered.id)
  })
  child.on("exit", (code) => {
    for (const [id, answer] of waiting) answer({ id, error: `ended with ${String(code)}` })
  })
  const orFail = (answered: Answered<Answer>): Answer => {
    if ("error" in answered) throw new Error(`${path} ${args.join(" ")}: ${answered.error}`)
    return answered.answer
  }
  orFail(await begun)
  return {
    ask: async (question) => {
      const asked: Asked<Question> = { id: ++last, question }
      const answer = expect(asked.id)
      child.send(asked)
      return orFail(await answer)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, "exit")
      child.disconnect()
      await ended
    }
  }
}

/** The other side: says that it is ready, and answers until it is let go. */
export const answering = <Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>): void => {
  const send = (answered: Answered<Answer | null>) => process.send?.(answered)
  process.on("message", async ({ id, question }: Asked<Question>) => {
    try {
      send({ id, answer: await answer(question) })
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on("disconnect", () => process.exit(0))
  send({ id: ready, answer: null })
}
