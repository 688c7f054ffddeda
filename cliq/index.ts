/**
 * What the core offers to adapters, and all that they import of it. The build loads each file when something of it is
 * first used (`scripts/build/lazy-door.js`), so that a runner which only lists our nodes pays for little of it.
 */
import './message/message-kinds';

export type { AnswerAddress } from './ask/answer-ticket';
export { letterOf, ticketOf } from './ask/answer-ticket';
export { outputOf, settledText } from './ask/decision';
export { USUAL_LABELS, approversIn, askFieldOf, fieldsShape, written } from './ask/form-fields';
export type { AnswerFunction } from './ask/in-cliq/answer-function';
export { answerFunction, answerFunctions } from './ask/in-cliq/answer-function';
export { installAnswerFunctions } from './ask/in-cliq/install-functions';
export { postQuestion } from './ask/post-question';
export type { Answers } from './ask/question';
export { checkQuestion, longestTextOf, withAnswers } from './ask/question';
export { hear, screenAnswer } from './ask/receive-answer';
export type {
	AnswerChoice,
	AnswerWay,
	PersonsAnswer,
	AskField,
	Heard,
	PageReply,
	Question,
	Waiting,
} from './ask/types';
export type { Choice, Operation, Parameter, ParameterType } from './catalogue';
export { operation, operations, scopes } from './catalogue';
export type { Answer, FileAnswer, Message, Receipt } from './catalogue/answers';
export { textFormat } from './catalogue/content';
export { bot, chat } from './catalogue/parameters';
export { CliqClient } from './client';
export { mayHaveArrived } from './delivery/retry-policy';
export type { ErrorDetails, ErrorKind } from './errors';
export { CliqError } from './errors';
export type { Attachment } from './events/event-files';
export { fileIdsOf } from './events/event-files';
export type { FilledFilter, Filters } from './events/event-filters';
export { filterNames, passes, textIn } from './events/event-filters';
export type { Stage } from './events/placeholder';
export { Placeholder, editing } from './events/placeholder';
export { isWrittenBy } from './events/polling/event-of-message';
export { withIds } from './events/polling/people';
export type { PollState, Polled } from './events/polling/poll';
export { poll, samples } from './events/polling/poll';
export type { Reply } from './events/reply';
export { isCliqAddress, placeOf, replyOf, wasTaken } from './events/reply';
export { forwarderScript, forwardsTo, isForwarder } from './events/scripts/forwarder-script';
export { variablesIn } from './events/scripts/handler-variables';
export { BLANK_SCRIPT, isBlankScript, isSameScript } from './events/scripts/script-text';
export type { CliqEvent, EventRequest, Door, EventKind, Received } from './events/types';
export { ANSWERABLE, answerTo, isAwaited } from './events/webhook/direct-answer';
export { receive, receiveScreened, screen } from './events/webhook/receive';
export { REMEMBERED, SeenEvents } from './events/webhook/seen-events';
export { publicKeyIn } from './events/webhook/signature-proof';
export { failureOf, isFromProxy, refusedByProxy, timedOut } from './http/connection-failures';
export type { Location } from './http/data-centers';
export { accountsRoot, cliqRoot, dataCenters } from './http/data-centers';
export { multipart } from './http/multipart';
export type { Failure, HttpRequest, HttpResponse, Outcome, Ports } from './http/ports';
export { LATE, within } from './http/time-limit';
export { Upload } from './http/upload';
export { chatOfChannel, chatOfDirectMessage, chatOfThread } from './lookup/chats';
export type { Gathered, HowMany } from './lookup/get-many';
export { gather } from './lookup/get-many';
export { findEntry } from './lookup/paging';
export { fetchChoices, hasChoices } from './lookup/pickers';
export { withWhereabouts } from './message/chat-after-sending';
export type { Step } from './message/compose';
export { compose } from './message/compose';
export { rowsInText } from './message/form/data-rows';
export { namesIn } from './message/form/field-names';
export type { Field, FormShape } from './message/form/form-fields';
export { forms, shapeOf } from './message/form/form-fields';
export { slidesOfRows } from './message/form/slide-form';
export type { Memory } from './message/send-all';
export { sendAll } from './message/send-all';
export { escape } from './message/text/escape';
export { reveal } from './message/text/reveal-hidden';
export type { MessageObject, Row } from './message/types';
export type { Allowance, RateLimitFields } from './pacing/allowance';
export { allowanceOf, callsPerMinute } from './pacing/allowance';
export type { Clock, Patience } from './pacing/pacer';
export { Pacer } from './pacing/pacer';
export type { Times } from './pacing/saved-state';
export { CALM_AFTER, WRITE_EVERY, read, write } from './pacing/saved-state';
export { readVersioned, versioned } from './pacing/versioned-json';
export type { Sources } from './parameters/expression-sources';
export { allOfData, checkSources, gaveNothing } from './parameters/expression-sources';
export type { FilledForm } from './parameters/filled-form';
export { isChannelId } from './parameters/identifiers';
export { invalid, toText } from './parameters/invalid-input';
export { millisecondsOf } from './parameters/seconds-setting';
export { toWire } from './parameters/to-wire';
export type { FileToSend, Values } from './parameters/values';
export { SharedState } from './shared-state';
export type { Limits, Sent, TokenSource } from './sign-in/sign-in';
export { SignIns } from './sign-in/sign-in';
export type { TokenAnswer } from './sign-in/token-answer';
export { readTokenAnswer } from './sign-in/token-answer';
export { SAFE_ADDRESS, isLoopback, parseUrl } from './util/addresses';
export { ExpiringMap } from './util/expiring-map';
export { nameByType } from './util/file-names';
export { count, excerpt, kindOf, shortened } from './util/quote';
export { RecentReads } from './util/recent-reads';
export { redact } from './util/redact-secrets';
