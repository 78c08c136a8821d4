/** A list of identical pages. */
export interface Pages {
  readonly body: (page: number) => Buffer
}

export const make = (embedded: string, total: number, baseUrl: string): Pages => {
  const head = Buffer.from(`{"_embedded":${embedded},`)
  const href = (page: number) => ({ href: `${baseUrl}/v2/conversations?status=all&page=${page}` })
  return {
    body: (number) => {
      const _links = {
        self: href(number),
        first: href(1),
        last: href(total),
        ...(number < total ? { next: href(number + 1) } : {})
      }
      const page = { size: 25, totalElements: total * 25, totalPages: total, number }
      return Buffer.concat([head, Buffer.from(JSON.stringify({ _links, page }).slice(1))])
    }
  }
}
