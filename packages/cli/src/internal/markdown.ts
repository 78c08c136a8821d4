/** HTML as Markdown, for people who read in a terminal and for models: what is not visible in a mail is dropped. */
import TurndownService from "turndown"

/** Longer bodies are cut before they are converted: no reader wants half a megabyte of one message. */
const maxHtmlLength = 500_000

const dropped: ReadonlyArray<keyof HTMLElementTagNameMap> = [
  "script",
  "style",
  "head",
  "title",
  "meta",
  "link",
  "noscript",
  "template",
  "iframe",
  "object",
  "embed",
  "form",
  "textarea",
  "select",
  "input",
  "button"
]

const hiddenStyle =
  /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?:font-size|max-height)\s*:\s*0(?:\.0+)?(?:[a-z]+|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all|(?:left|top|text-indent)\s*:\s*-\d{3,})/i

const isHidden = (node: HTMLElement): boolean =>
  node.getAttribute !== undefined &&
  (node.getAttribute("hidden") !== null ||
    node.getAttribute("aria-hidden") === "true" ||
    hiddenStyle.test(node.getAttribute("style") ?? ""))

const linkTarget = (node: HTMLElement): string => {
  const href = (node.getAttribute("href") ?? "").replace(/\s/g, "")
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(href) ? href : ""
}

const make = (): TurndownService => {
  const service = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "_",
    hr: "---"
  })
  service.remove([...dropped])
  service.addRule("hidden", { filter: isHidden, replacement: () => "" })
  // a client that shows Markdown would request the image
  service.addRule("image", {
    filter: "img",
    replacement: (_, node) => {
      const alt = ((node as HTMLElement).getAttribute("alt") ?? "").replace(/\s+/g, " ").trim()
      return alt === "" ? "" : `[image: ${alt}]`
    }
  })
  service.addRule("link", {
    filter: "a",
    replacement: (content, node) => {
      const target = linkTarget(node as HTMLElement)
      const text = content.trim()
      if (target === "" || text === "") return content
      return text === target || `mailto:${text}` === target ? text : `[${text}](${target})`
    }
  })
  return service
}

let service: TurndownService | undefined

/** Counts how deep elements nest. A converter that recurses cannot follow a mail that was made to break it. */
const depthOf = (html: string): number => {
  let depth = 0
  let deepest = 0
  for (const [, close, name = "", selfClosing] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^<>]*?(\/?)>/gi)) {
    if (close === "/") depth = Math.max(0, depth - 1)
    else if (
      selfClosing !== "/" &&
      !/^(?:br|hr|img|meta|link|input|wbr|col|area|p|li|td|tr|th|tbody|option)$/i.test(name)
    )
      depth += 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const maxDepth = 300

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }

/** The text alone, for HTML that no converter should see. */
const plain = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replace(/<(script|style|head|template|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, "")
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, "\n")
    .replace(/<\/?[a-z!][^<>]*>/gi, "")
    .replace(/&(\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\n{3,}/g, "\n\n")
    .trim()

/** Converts HTML to Markdown. Scripts, styles, comments, hidden elements and the addresses of images are dropped. */
export const toMarkdown = (html: string): string => {
  const cut = html.length > maxHtmlLength
  const input = cut ? html.slice(0, maxHtmlLength) : html
  service ??= make()
  const converted = depthOf(input) > maxDepth ? plain(input) : convert(service, input)
  return cut ? `${converted}\n\n[The message is longer: ${html.length} characters of HTML.]` : converted
}

const convert = (with_: TurndownService, html: string): string => {
  try {
    return with_.turndown(html).trim()
  } catch {
    return plain(html)
  }
}
