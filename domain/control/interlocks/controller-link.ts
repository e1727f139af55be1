import { isCertain } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/**
 * An unreachable controller blocks whatever starts or keeps a flow of heat. Off and release are let through: they wait briefly for the
 * controller and end as failed 'not_sent' when it does not come back, so that nobody is locked out by a silent device.
 */
export const controllerLink: Rule = {
  name: 'controller_link', severity: 'refuse', whileRunning: null,
  judge: ({ mode, facts: { link } }) =>
    endsHeatFlow(mode) ? beside : isCertain(link, 'online') ? allow(link) : refuse(isCertain(link, 'offline') ? 'controller_offline' : 'controller_unknown', {}, [link]),
}
