import { expandFixture } from '#domain/network/expand-fixture'
import { networkWithPlant } from '#domain/network/plan-plant'
import type { PlantFile } from '#domain/network/plant-file'
import type { NetworkFixture } from '#domain/network/network-fixture'
import type { Network } from '#domain/network/network'
import harbinNetwork from '#fixtures/networks/harbin.json'
import wuhanNetwork from '#fixtures/networks/wuhan.json'
import harbinPlant from '#fixtures/plants/harbin.json'
import wuhanPlant from '#fixtures/plants/wuhan.json'
import harbinWeather from '#fixtures/scenarios/harbin-winter-evening.json'
import wuhanWeather from '#fixtures/scenarios/wuhan-july-noon.json'
import { checkScenario, scenarioStartMs, type Scenario } from './scenario'
import type { CityId } from './twin-options'

// JSON modules have no literal types; the checks below (and the fixtures' own tests) stand in for the compiler.
const networks = { harbin: harbinNetwork as unknown as NetworkFixture, wuhan: wuhanNetwork as unknown as NetworkFixture }
const plants = { harbin: harbinPlant as unknown as PlantFile, wuhan: wuhanPlant as unknown as PlantFile }
const scenarios: Record<CityId, Scenario> = { harbin: harbinWeather, wuhan: wuhanWeather }

/** The network of a demo city with its plant. */
export const cityNetwork = (city: CityId): Network => networkWithPlant(expandFixture(networks[city]), plants[city])

/** The weather of a demo city. @throws RangeError when the file is faulty */
export const cityScenario = (city: CityId): Scenario => checkScenario(scenarios[city])

/** Site start of each city's demo, unix ms. */
export const cityStartMs = (): Record<CityId, number> => ({ harbin: scenarioStartMs(scenarios.harbin), wuhan: scenarioStartMs(scenarios.wuhan) })
