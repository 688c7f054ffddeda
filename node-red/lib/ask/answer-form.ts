import { fieldsShape } from '../../../cliq/ask/form-fields';
import type { Field, FormShape } from '../../../cliq/message/form/form-fields';

const ofApproval: Field['when'] = { field: 'kind', is: ['approval'] };
const ofForm: Field['when'] = { field: 'kind', is: ['freeText', 'customForm'] };

/** What a person fills in about the answer that is wanted. Editor and runtime both read it. */
export const askForm: FormShape = {
	entry: 'Answer',
	most: 1,
	fields: [
		{
			name: 'kind',
			label: 'Answer',
			kind: 'choice',
			choices: [
				{ value: 'approval', label: 'Yes or No' },
				{ value: 'freeText', label: 'A Text' },
				{ value: 'customForm', label: 'A Form With Fields of Your Own' },
			],
		},
		{
			name: 'way',
			label: 'Answered',
			kind: 'choice',
			choices: [
				{ value: 'link', label: 'On a Page, by a Link in the Message' },
				{ value: 'cliq', label: 'In Cliq, Which Tells Who Answered' },
			],
		},
		{
			name: 'approvers',
			label: 'Approvers',
			kind: 'text',
			when: { field: 'way', is: ['cliq'] },
			placeholder: 'Everybody; or e.g. sam@example.com, 55743307',
			description: 'Email addresses or user IDs of those who may answer, separated by commas',
		},
		{
			name: 'buttons',
			label: 'Choices',
			kind: 'choice',
			when: ofApproval,
			choices: [
				{ value: 'both', label: 'Approve and Decline' },
				{ value: 'approve', label: 'Approve Only' },
			],
		},
		{
			name: 'approveLabel',
			label: 'Yes',
			kind: 'text',
			when: ofApproval,
			maxLength: 20,
			placeholder: 'Approve',
			description: 'Its label',
		},
		{
			name: 'declineLabel',
			label: 'No',
			kind: 'text',
			when: { field: 'buttons', is: ['both'] },
			maxLength: 20,
			placeholder: 'Decline',
			description: 'Its label',
		},
		{
			name: 'fields',
			label: 'Fields of the Form',
			kind: 'rows',
			entry: fieldsShape.entry,
			required: true,
			when: { field: 'kind', is: ['customForm'] },
			fields: fieldsShape.fields,
		},
		{
			name: 'respondLabel',
			label: 'Label',
			kind: 'text',
			when: ofForm,
			maxLength: 20,
			placeholder: 'Respond',
			description: 'Label of the link or button in the message',
		},
		{ name: 'title', label: 'Title', kind: 'text', when: ofForm, description: 'Heading of what people fill in' },
		{
			name: 'description',
			label: 'Explanation',
			kind: 'multiline',
			when: ofForm,
			description: 'What it says above the fields',
		},
		{
			name: 'submit',
			label: 'Submit',
			kind: 'text',
			when: ofForm,
			placeholder: 'Submit',
			description: 'Label of the button that sends the answer',
		},
	],
};
