import { z } from 'zod';
import type { CellId } from '../../main/domain/ids.ts';
import type { SlideId } from '../../main/domain/slide.ts';

declare const resultOfCall: unique symbol;

/** One request that crosses from a window: the schema of its arguments, and the type of its answer. */
export interface CallDefinition<Arguments extends z.ZodType, Result> {
  readonly args: Arguments;
  /** of the type alone; never there at run time */
  readonly [resultOfCall]?: Result;
}

/** `defineCall<Result>()(argumentsSchema)` */
export function defineCall<Result>() {
  return <Arguments extends z.ZodType>(args: Arguments): CallDefinition<Arguments, Result> => ({ args });
}

export type AnyCalls = Readonly<Record<string, CallDefinition<z.ZodType, unknown>>>;

export type ArgumentsOf<Call> =
  Call extends CallDefinition<infer Arguments, unknown> ? z.infer<Arguments> : never;
export type ResultOf<Call> = Call extends CallDefinition<z.ZodType, infer Result> ? Result : never;

/** The calls as functions: what a window has, and what whoever answers must write in full. */
export type ApiOf<Calls extends AnyCalls> = {
  readonly [Name in keyof Calls]: (args: ArgumentsOf<Calls[Name]>) => Promise<ResultOf<Calls[Name]>>;
};

export const noArguments = z.strictObject({});

/** Ids are opaque to a window: what does not look like one never reaches a handler. */
export const slideIdSchema = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .transform((id) => id as SlideId);
export const cellIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform((id) => id as CellId);
export const uuidSchema = z.string().regex(/^[0-9a-f-]{36}$/);
/** "name-1.0.0" */
export const modelFullNameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/);

/** A file or folder that a person chose in a dialog or dropped on the window: the shell knows its path, a window
 *  never does. Calls that take one name the argument `grants`. */
export const grantIdSchema = z
  .string()
  .regex(/^grant-[0-9a-f-]{36}$/)
  .brand<'GrantId'>();
export type GrantId = z.infer<typeof grantIdSchema>;

export const ofSlide = z.strictObject({ slideId: slideIdSchema });
