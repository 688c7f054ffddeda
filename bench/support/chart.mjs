/** A chart of counts over time, as SVG. */

const SIZE = { width: 900, height: 470 };
const PLOT = { left: 68, right: 872, top: 84, bottom: 412 };

const round = (number) => Math.round(number * 10) / 10;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * @param width of the time axis, in minutes. @param height of the count axis.
 * @param lines each with the `times` at which it rises by one, a color, where it ends with a dot (default: at the right
 * border, without one), and labels, placed by their first line.
 * @returns the SVG, 900 pixels wide.
 */
export function chart({ title, subtitle, width, height, lines }) {
	const x = (minutes) => round(PLOT.left + (minutes / width) * (PLOT.right - PLOT.left));
	const y = (count) => round(PLOT.bottom - (count / height) * (PLOT.bottom - PLOT.top));

	const countAxis = range(0, height, 100).map(
		(
			count,
		) => `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(count)}" y2="${y(count)}" stroke="${count === 0 ? '#57606a' : '#e4e7eb'}"/>
<text x="${PLOT.left - 10}" y="${y(count) + 4.5}" text-anchor="end" class="tick">${count}</text>`,
	);
	const timeAxis = range(0, width, 5).map(
		(
			minutes,
		) => `<line x1="${x(minutes)}" x2="${x(minutes)}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 5}" stroke="#57606a"/>
<text x="${x(minutes)}" y="${PLOT.bottom + 21}" text-anchor="middle" class="tick">${minutes}</text>`,
	);

	const line = ({ times, color, dash, end }) => {
		const steps = times.map((time, index) => `H${x(time)}V${y(index + 1)}`).join('');
		const rest = end === undefined ? `H${PLOT.right}` : '';
		const dot =
			end === undefined ? '' : `\n<circle cx="${x(end)}" cy="${y(times.length)}" r="4.5" fill="${color}"/>`;
		return `<path d="M${x(0)} ${y(0)}${steps}${rest}" fill="none" stroke="${color}" stroke-width="2.5" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}/>${dot}`;
	};
	const label = (color, { x: minutes, y: count, anchor = 'start', strong, lines: rows }) => {
		const spans = rows
			.map((row, index) => `<tspan x="${x(minutes)}" dy="${index === 0 ? 0 : 19}">${escape(row)}</tspan>`)
			.join('');
		return `<text y="${y(count)}" text-anchor="${anchor}" fill="${color}"${strong ? ' font-weight="600"' : ''}>${spans}</text>`;
	};

	return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${escape(title)}" font-family="-apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif" font-size="14">
<style>.tick { font-size: 13px; fill: #57606a }</style>
<rect width="100%" height="100%" rx="6" fill="#ffffff"/>
<text x="20" y="34" font-size="19" font-weight="600" fill="#1f2328">${escape(title)}</text>
<text x="20" y="57" fill="#57606a">${escape(subtitle)}</text>
${[...countAxis, ...timeAxis].join('\n')}
<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 43}" text-anchor="middle" class="tick">Minutes</text>
<text transform="translate(18 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle" class="tick">Messages delivered</text>
${lines.map(line).join('\n')}
${lines.flatMap(({ color, labels }) => labels.map((one) => label(color, one))).join('\n')}
</svg>
`;
}

function range(from, to, step) {
	return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
