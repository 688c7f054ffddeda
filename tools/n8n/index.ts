export { connectAccount } from './account';
export { finish, readExamples, startsOf } from './examples';
export { installN8n } from './install';
export { ScriptedModel } from './model';
export { N8n } from './n8n';
export { owner } from './session';
