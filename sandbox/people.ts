/** Names of the seed company, Zylker. The first are written by hand, since they show in pictures. */

export const owner = 'Maya Okafor';

export const colleagues = [
	'Leo Lindqvist',
	'Priya Raman',
	'Tomás Herrera',
	'Hannah Weiss',
	'Kenji Arai',
	'Aisha Diallo',
	'Noah Whitfield',
	'Sofia Marchetti',
	'Ravi Menon',
	'Elif Demir',
	'Jonas Becker',
	'Grace Mbeki',
	'Oliver Quist',
	'Camila Duarte',
];

export const firstNames = [
	'Ada',
	'Bruno',
	'Chloe',
	'Dmitri',
	'Esther',
	'Felix',
	'Greta',
	'Hugo',
	'Ines',
	'Jamal',
	'Kira',
	'Lucas',
	'Mina',
	'Nadia',
	'Oscar',
	'Paula',
	'Quentin',
	'Rosa',
	'Samir',
	'Tessa',
	'Umar',
	'Vera',
	'Wanda',
	'Xavier',
	'Yara',
	'Zeno',
];

export const lastNames = [
	'Abbott',
	'Brandt',
	'Castillo',
	'Dahl',
	'Eriksen',
	'Fontaine',
	'Garg',
	'Holm',
	'Ito',
	'Jensen',
	'Kaya',
	'Lopes',
	'Moreau',
	'Nair',
	'Olsen',
	'Park',
	'Quinn',
	'Rossi',
	'Silva',
	'Tanaka',
];

/** Unique name, name, description, private. */
export const channels: [string, string, string, 'private'?][] = [
	['announcements', 'Announcements', 'News for everybody at Zylker'],
	['incidents', 'Incidents', 'What is broken, who is on it, and when it was fixed'],
	['releases', 'Releases', 'What shipped, and what is about to'],
	['marketing', 'Marketing', 'Campaigns, copy and numbers'],
	['support', 'Support', 'Tickets that need a second pair of eyes'],
	['engineering', 'Engineering', 'How we build things'],
	['design', 'Design', 'Works in progress, kindly criticised'],
	['sales', 'Sales', 'Deals won, deals lost, lessons learnt'],
	['water-cooler', 'Water Cooler', 'Anything but work'],
	['people-ops', 'People Ops', 'Joining, leaving, holidays', 'private'],
	// The account owner is not a member of this one: posting there is refused.
	['board-room', 'Board Room', 'Not for everyone', 'private'],
];

export const channelWords = {
	first: ['project', 'team', 'region', 'client', 'guild', 'office'],
	second: [
		'aurora',
		'borealis',
		'cascade',
		'delta',
		'ember',
		'fjord',
		'glacier',
		'harbor',
		'iris',
		'juniper',
		'kestrel',
		'lagoon',
		'meadow',
		'nimbus',
		'orchid',
		'prairie',
		'quartz',
		'ridge',
		'summit',
		'tundra',
	],
};

/** Unique name, name, description. */
export const bots: [string, string, string][] = [
	['statusbot', 'Status Bot', 'Watches the servers and speaks up'],
	['deploybot', 'Deploy Bot', 'Reports what was shipped'],
	['supportbot', 'Support Bot', 'Hands tickets to people'],
	['standupbot', 'Standup Bot', 'Asks everybody the three questions'],
	['leadbot', 'Lead Bot', 'Greets every new lead'],
];

export const botWords = [
	'Alert',
	'Budget',
	'Build',
	'Calendar',
	'Coffee',
	'Feedback',
	'Forms',
	'Lunch',
	'Metrics',
	'Office',
	'Quiz',
	'Report',
	'Survey',
	'Weather',
];

export const groupWords = [
	'Launch crew',
	'Book club',
	'Offsite planning',
	'Lunch run',
	'Q3 numbers',
	'Onboarding buddies',
	'Five-a-side',
	'Website copy',
	'Pricing',
	'Hackday',
];

export const teams = ['Engineering', 'Support', 'Sales'];
