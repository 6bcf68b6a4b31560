/** The keys of the English words with words of another language: a missing or surplus key fails to compile. */
export type Words<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Words<English[Key]>;
};
