/** Nothing is taken any more: the server is about to end. */
export class ControlStopped extends Error {}
