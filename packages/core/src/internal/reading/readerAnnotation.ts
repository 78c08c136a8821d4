/** How a codec describes its own reading to the reader, as an annotation of its schema. */
import type * as SchemaAST from "effect/SchemaAST"

export const ReaderAnnotation = "~@effect-helpscout/core/reader"

export interface ReaderAnnotation {
  /** Whether a value stands for the absence of an optional property: an empty date, a placeholder person. */
  readonly isAbsent?: (raw: unknown) => boolean
  /** Reads a value; undefined if it does not fit. */
  readonly read?: (raw: unknown) => unknown
  /** Puts another accepted form into the documented one. */
  readonly normalize?: (raw: unknown) => unknown
}

export const annotationOf = (ast: SchemaAST.AST): ReaderAnnotation | undefined =>
  // only set by this package's codecs
  ast.annotations[ReaderAnnotation] as ReaderAnnotation | undefined
