import { newCourse, type Course } from '../pack-course'

/** A made-up 48 h course in steps of 20 min, as a surface under sun, cloud and snow has them; another one for each `seed`. */
export function typicalCourse(seed: number, count = 145): Course {
  const course = newCourse(count)
  const summer = seed % 3 === 0
  let weather = 0
  for (let i = 0; i < count; i++) {
    const hour = i / 3 + seed
    const sun = Math.max(0, Math.sin(((hour - 6) * Math.PI) / 12))
    weather = 0.9 * weather + 0.15 * Math.sin(seed * 12.9898 + i * 78.233)
    const mean = (summer ? 26 : -6) + (summer ? 30 : 9) * sun + weather - 2 * Math.cos((hour * Math.PI) / 12)
    const spread = 0.3 + (2.5 * i) / count + 0.6 * sun
    course.meanC[i] = mean
    course.p10C[i] = mean - spread
    course.p90C[i] = mean + spread * (1 + 0.3 * sun)
    course.state[i] = summer ? 0 : Math.floor(i / 17 + seed) % 4 === 0 ? 5 : mean > 0 ? 3 : 6
  }
  return course
}
