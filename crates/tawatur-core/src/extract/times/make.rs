//! Makes the meaning of what a pattern captured.

use super::matcher::{Item, month};
use super::meaning::{Amount, Counted, Fields, Meaning, Nth, Point, Shift, Unit};
use crate::packs::times::{BoundWord, Class, DAYPARTS, Direction, From, Kind, Make, RoughTime};

/// What an item carries.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// An index of its class.
    Index(u16),
    /// A number.
    Number(f64),
    /// A time or duration.
    Time(Timed),
}

/// A meaning with what bounds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Timed {
    pub meaning: Option<Meaning>,
    pub bound: Option<BoundWord>,
    pub rough: Option<RoughTime>,
}

/// The value of a word of a class.
pub(super) fn word(class: Class, index: u16) -> Value {
    match class {
        Class::Pair => Value::Time(Timed {
            meaning: Some(Meaning::Duration(Amount { number: Some(2.0), unit: unit(index) })),
            ..Timed::default()
        }),
        _ => Value::Index(index),
    }
}

fn unit(index: u16) -> Unit {
    Unit::ALL.get(usize::from(index)).copied().unwrap_or(Unit::Day)
}

/// What a rule makes of its captures: the class of the new item and its value; `None` when they do not fit together.
pub(super) fn make(rule: &Make, items: &[&Item], month_first: bool) -> Option<(Class, Value)> {
    let timed = |meaning| Timed { meaning: Some(meaning), ..Timed::default() };
    let captured = Captured { items };
    let made = match rule.kind {
        Kind::Nothing => Timed::default(),
        Kind::Date => timed(Meaning::Point(date(rule, &captured)?)),
        Kind::Numeric => timed(Meaning::Point(numeric(rule, &captured, month_first)?)),
        Kind::NumericIso => timed(Meaning::Point(iso(&captured)?)),
        Kind::Shift => timed(Meaning::Point(shift(rule, &captured)?)),
        Kind::Nth => timed(Meaning::Point(nth(rule, &captured)?)),
        Kind::Sum => return Some((Class::Duration, Value::Time(sum(&captured)?))),
        Kind::Duration => return Some((Class::Duration, Value::Time(duration(rule, &captured)?))),
        Kind::Recent => {
            let amount = captured.amount(rule)?;
            timed(Meaning::Recent(amount, rule.direction, rule.from))
        }
        Kind::Vague => timed(Meaning::Vague(rule.by.unwrap_or(0.0) as i8)),
        Kind::Set => timed(set(rule, &captured)?),
        Kind::Clock => timed(Meaning::Point(clock(rule, &captured)?)),
        Kind::Part => part(rule, &captured)?,
        Kind::Bound => bound(rule, &captured)?,
        Kind::Range => timed(super::range::range(&captured)?),
        Kind::Rough => {
            let mut timed = captured.times().next()?.clone();
            timed.rough = rule.rough;
            let class = if matches!(timed.meaning, Some(Meaning::Duration(_))) {
                Class::Duration
            } else {
                Class::Time
            };
            return Some((class, Value::Time(timed)));
        }
        Kind::Join => {
            let mut points = captured.points();
            let (first, second) = (points.next()?, points.next()?);
            // "Saturday at five" stays two expressions: what introduces the second is no part of a join.
            if items.iter().any(|i| i.inner != (i.start, i.end)) {
                return None;
            }
            // "early December, a month earlier" are two times.
            if [first, second]
                .iter()
                .any(|p| p.shift.as_ref().is_some_and(|s| s.unit != Unit::Day || s.from != From::Published))
            {
                return None;
            }
            timed(Meaning::Point(first.join(second)?))
        }
        Kind::Decade => timed(Meaning::Point(decade(rule, &captured)?)),
        Kind::Century => {
            let century = captured.number(&[Class::Ordinal, Class::Number])?;
            timed(Meaning::Point(Point {
                fields: Fields { century: Some(century as i16), ..Fields::default() },
                part: rule.part,
                ..Point::default()
            }))
        }
    };
    Some((Class::Time, Value::Time(made)))
}

pub(super) struct Captured<'a> {
    items: &'a [&'a Item],
}

impl<'a> Captured<'a> {
    fn index(&self, class: Class) -> Option<u16> {
        self.indices(class).next()
    }

    pub fn indices(&self, class: Class) -> impl Iterator<Item = u16> {
        self.items.iter().filter(move |i| i.class == class).filter_map(|i| match i.value {
            Value::Index(index) => Some(index),
            _ => None,
        })
    }

    fn number(&self, classes: &[Class]) -> Option<f64> {
        self.numbers(classes).next()
    }

    pub fn numbers(&self, classes: &[Class]) -> impl Iterator<Item = f64> {
        self.items.iter().filter(move |i| classes.contains(&i.class)).filter_map(|i| match i.value {
            Value::Number(number) => Some(number),
            _ => None,
        })
    }

    fn times(&self) -> impl Iterator<Item = &'a Timed> {
        self.items.iter().filter_map(|i| match &i.value {
            Value::Time(timed) => Some(timed),
            _ => None,
        })
    }

    fn points(&self) -> impl Iterator<Item = &'a Point> {
        self.times().filter_map(|t| match &t.meaning {
            Some(Meaning::Point(point)) if t.bound.is_none() => Some(point),
            _ => None,
        })
    }

    /// Points; a word for the present is the day of publication.
    pub fn points_or_now(&self) -> impl Iterator<Item = Point> {
        let now =
            Shift { number: Some(0.0), unit: Unit::Day, from: From::Published, point: None, period: true };
        self.times().filter(|t| t.bound.is_none()).filter_map(move |t| match &t.meaning {
            Some(Meaning::Point(point)) => Some(point.clone()),
            Some(Meaning::Vague(0)) => Some(Point { shift: Some(now.clone()), ..Point::default() }),
            _ => None,
        })
    }

    fn duration(&self) -> Option<Amount> {
        self.times().find_map(|t| match t.meaning {
            Some(Meaning::Duration(amount)) => Some(amount),
            _ => None,
        })
    }

    /// A captured duration, or number and unit.
    fn amount(&self, rule: &Make) -> Option<Amount> {
        if let Some(amount) = self.duration() {
            return Some(amount);
        }
        let unit = self.unit(rule)?;
        let number = self.number(&[Class::Number, Class::Worded]);
        Some(Amount { number: number.or(rule.by.map(f64::abs)), unit })
    }

    fn unit(&self, rule: &Make) -> Option<Unit> {
        self.index(Class::Unit)
            .or_else(|| self.index(Class::Units))
            .map(unit)
            .or_else(|| rule.unit.as_deref().and_then(Unit::named))
    }

    /// Calendar fields told by words and numbers.
    fn fields(&self, rule: &Make) -> Fields {
        let mut fields = Fields { month: rule.month, day: rule.day, ..Fields::default() };
        if let Some((month, hijri)) = self.index(Class::Month).map(month) {
            fields.month = Some(month);
            fields.hijri = hijri;
        }
        fields.day = self.number(&[Class::Day]).map(|d| d as u8).or(fields.day);
        fields.year = self
            .number(&[Class::Year, Class::LateYear])
            .map(|y| y as i16)
            .or_else(|| self.number(&[Class::ShortYear]).map(short_year));
        fields.weekday = self.index(Class::Weekday).map(|w| w as u8);
        fields.season = self.index(Class::Season).map(|s| s as u8 + 1);
        let number = if rule.unit.is_some() { Class::MonthNumber } else { Class::Ordinal };
        if let Some(which) = self.number(&[Class::Ordinal, number]) {
            match self.unit(rule) {
                Some(Unit::Quarter) if which <= 4.0 => fields.quarter = Some(which as u8),
                Some(_) if which <= 2.0 => fields.half = Some(which as u8),
                None if which <= LAST_DAY => fields.day = fields.day.or(Some(which as u8)),
                _ => {}
            }
        }
        fields
    }
}

/// Last day of the longest month.
const LAST_DAY: f64 = 31.0;

/// The year of two digits: within the hundred years around the turn of the century that news tell of.
fn short_year(digits: f64) -> i16 {
    const LAST_OF_THIS_CENTURY: f64 = 40.0;
    (digits + if digits > LAST_OF_THIS_CENTURY { 1900.0 } else { 2000.0 }) as i16
}

fn date(rule: &Make, captured: &Captured<'_>) -> Option<Point> {
    let daypart = captured.index(Class::Daypart).map(|d| d as u8).or_else(|| named_daypart(rule));
    let told = Point {
        fields: captured.fields(rule),
        direction: rule.direction,
        part: rule.part,
        daypart,
        ..Point::default()
    };
    match captured.points().next() {
        None => Some(told).filter(|p| !p.is_empty()),
        Some(inner) => {
            // A day is one of a month, not of a year or a century.
            let monthly = inner.fields.month.is_some()
                || inner.fields.weekday.is_some()
                || inner.shift.as_ref().is_some_and(|s| s.unit == Unit::Month);
            if told.fields.day.is_some() && !monthly {
                return None;
            }
            let mut point = inner.join(&told)?;
            if rule.direction != Direction::Nearest {
                point.direction = rule.direction;
            }
            Some(point)
        }
    }
}

fn named_daypart(rule: &Make) -> Option<u8> {
    let name = rule.daypart.as_deref()?;
    DAYPARTS.iter().position(|d| *d == name).map(|k| k as u8)
}

/// `3/4/2015`: day and month in the order of the language; the other way where only that can be.
/// `by` is the least day by which it differs from a fraction.
fn numeric(rule: &Make, captured: &Captured<'_>, month_first: bool) -> Option<Point> {
    let mut numbers = captured.numbers(&[Class::Day, Class::MonthNumber, Class::Number]);
    let (a, b) = (numbers.next()? as u8, numbers.next()? as u8);
    let (mut day, mut month) = if month_first { (b, a) } else { (a, b) };
    if month > 12 {
        (day, month) = (month, day);
    }
    let year = captured
        .number(&[Class::Year])
        .map(|y| y as i16)
        .or_else(|| captured.number(&[Class::ShortYear]).map(short_year));
    let fields = Fields { year, month: Some(month), day: Some(day), ..Fields::default() };
    Some(Point { fields, ..Point::default() })
        .filter(|_| (1..=12).contains(&month) && (1..=31).contains(&day))
        .filter(|_| rule.by.is_none_or(|least| f64::from(day) >= least))
}

fn iso(captured: &Captured<'_>) -> Option<Point> {
    let year = captured.number(&[Class::Year])? as i16;
    let month = captured.number(&[Class::MonthNumber])? as u8;
    let day = captured.number(&[Class::Day]).map(|d| d as u8);
    Some(Point {
        fields: Fields { year: Some(year), month: Some(month), day, ..Fields::default() },
        ..Point::default()
    })
}

/// So many units from an anchor, or a whole period before, of or after it.
fn shift(rule: &Make, captured: &Captured<'_>) -> Option<Point> {
    let sign = rule.by.unwrap_or(0.0);
    let point = captured.points().next().cloned();
    let (number, unit, period) = match captured.duration() {
        Some(amount) => (amount.number.map(|n| n * sign), amount.unit, false),
        None => match captured.number(&[Class::Number]) {
            Some(number) => (Some(number * sign), captured.unit(rule)?, false),
            None => (Some(sign), captured.unit(rule)?, rule.rough.is_none()),
        },
    };
    let (point, also) = match (rule.from, point) {
        (From::Captured, point) => (point, None),
        (_, point) => (None, point),
    };
    let shift = Shift { number, unit, from: rule.from, point: point.map(Box::new), period };
    let daypart = captured.index(Class::Daypart).map(|d| d as u8).or_else(|| named_daypart(rule));
    let weekday = captured.index(Class::Weekday).map(|w| w as u8);
    let told = Point {
        shift: Some(shift),
        fields: Fields { weekday, ..Fields::default() },
        part: rule.part,
        daypart,
        ..Point::default()
    };
    match also {
        // "31 March last year", "Tuesday last week"; not "the sixties of the last century".
        Some(also) if also.fields.decade.is_some() || also.shift.is_some() => None,
        Some(also) => also.join(&told),
        None => Some(told),
    }
}

fn duration(rule: &Make, captured: &Captured<'_>) -> Option<Timed> {
    let mut amount = captured.amount(rule)?;
    let told = captured.number(&[Class::Number]).is_some() || captured.duration().is_some();
    if let (Some(by), true) = (rule.by, told) {
        amount.number = amount.number.map(|n| n + by);
    }
    Some(Timed { meaning: Some(Meaning::Duration(amount)), rough: rule.rough, bound: None })
}

/// Both lengths in months where that is exact, else in the finer unit of the two.
fn sum(captured: &Captured<'_>) -> Option<Timed> {
    let mut amounts = captured.times().filter_map(|t| match t.meaning {
        Some(Meaning::Duration(Amount { number: Some(number), unit })) => Some((number, unit)),
        _ => None,
    });
    let (a, b) = (amounts.next()?, amounts.next()?);
    // "two days and three days" are two lengths.
    if a.1 == b.1 {
        return None;
    }
    let amount = match (a.1.months(), b.1.months()) {
        (Some(first), Some(second)) => Amount { number: Some(a.0 * first + b.0 * second), unit: Unit::Month },
        _ => {
            let unit = a.1.min(b.1);
            let days = |(number, unit): (f64, Unit)| number * unit.even_days();
            Amount { number: Some((days(a) + days(b)) / unit.even_days()), unit }
        }
    };
    Some(Timed { meaning: Some(Meaning::Duration(amount)), ..Timed::default() })
}

/// `by` says which where no ordinal does; the rule's unit, a captured unit or weekday what is counted.
fn nth(rule: &Make, captured: &Captured<'_>) -> Option<Point> {
    let which = captured.number(&[Class::Ordinal]).or(rule.by)? as i8;
    let of = match captured.index(Class::Weekday) {
        Some(weekday) => Counted::Weekday(weekday as u8),
        None => Counted::Unit(captured.unit(rule)?),
    };
    let within = captured.points().next().cloned().map(Box::new);
    Some(Point { nth: Some(Nth { which, of, within }), ..Point::default() })
}

fn set(rule: &Make, captured: &Captured<'_>) -> Option<Meaning> {
    if let Some(point) = captured.points().next() {
        return Some(Meaning::Set(
            Amount { number: Some(1.0), unit: Unit::Day },
            Some(Box::new(point.clone())),
        ));
    }
    let fields = captured.fields(rule);
    let daypart = captured.index(Class::Daypart).map(|d| d as u8);
    if fields.weekday.is_some() || fields.month.is_some() || fields.season.is_some() || daypart.is_some() {
        let unit = if daypart.is_some() && fields.weekday.is_none() {
            Unit::Day
        } else if fields.weekday.is_some() {
            Unit::Week
        } else {
            Unit::Year
        };
        return Some(Meaning::Set(
            Amount { number: Some(1.0), unit },
            Some(Box::new(Point { fields, daypart, ..Point::default() })),
        ));
    }
    let mut amount = captured.amount(rule)?;
    amount.number = amount.number.or(Some(1.0));
    Some(Meaning::Set(amount, None))
}

/// Hours of a day, counting midnight at its end.
const HOURS: f64 = 25.0;
/// Hours past noon.
const AFTERNOON: f64 = 12.0;

fn clock(rule: &Make, captured: &Captured<'_>) -> Option<Point> {
    let told = captured.number(&[Class::Hour, Class::Ordinal, Class::Number]).filter(|h| *h < HOURS)?;
    let mut hour = told.floor();
    // "7.30" reads as a decimal.
    let decimals = Some((told.fract() * 100.0).round() as u8).filter(|m| (1..60).contains(m));
    let minute = captured.number(&[Class::Minute]).map(|m| m as u8).or(decimals);
    let daypart = captured.index(Class::Daypart).map(|d| d as u8).or_else(|| named_daypart(rule));
    let late = daypart
        .is_some_and(|d| matches!(DAYPARTS.get(usize::from(d)), Some(&("afternoon" | "evening" | "night"))));
    if hour < AFTERNOON && (late || rule.by == Some(AFTERNOON)) {
        hour += AFTERNOON;
    } else if rule.by == Some(0.0) && hour == AFTERNOON {
        hour = 0.0;
    }
    let told = Point { clock: Some((hour as u8, minute)), ..Point::default() };
    match captured.points().next() {
        Some(day) => day.join(&told),
        None => Some(told),
    }
}

fn part(rule: &Make, captured: &Captured<'_>) -> Option<Timed> {
    let mut timed = captured.times().next()?.clone();
    let Some(Meaning::Point(point)) = &mut timed.meaning else { return None };
    if point.part.is_some() && rule.part.is_some() {
        return None;
    }
    point.part = rule.part.or(point.part);
    if let Some(daypart) = captured.index(Class::Daypart).map(|d| d as u8).or_else(|| named_daypart(rule)) {
        if point.daypart.is_some()
            || point.fields.day.is_none() && point.fields.weekday.is_none() && point.shift.is_none()
        {
            return None;
        }
        point.daypart = Some(daypart);
    }
    if rule.direction != Direction::Nearest {
        point.direction = rule.direction;
    }
    Some(timed)
}

fn bound(rule: &Make, captured: &Captured<'_>) -> Option<Timed> {
    let mut timed = captured.times().next()?.clone();
    if timed.bound.is_some() || matches!(timed.meaning, Some(Meaning::Range(..) | Meaning::Set(..))) {
        return None;
    }
    timed.bound = rule.bound;
    // "until Saturday" is the next one.
    if let (Some(BoundWord::Until), Some(Meaning::Point(point))) = (rule.bound, &mut timed.meaning) {
        let alone = point.fields.weekday.is_some() && point.fields.day.is_none() && point.shift.is_none();
        if alone && point.direction == Direction::Nearest {
            point.direction = Direction::Future;
        }
    }
    Some(timed)
}

fn decade(rule: &Make, captured: &Captured<'_>) -> Option<Point> {
    let told = captured.number(&[Class::Year, Class::Number, Class::ShortYear, Class::Ordinal]).or(rule.by)?;
    let first = if told < 100.0 { told + 1900.0 } else { told };
    if first % 10.0 != 0.0 {
        return None;
    }
    Some(Point {
        fields: Fields { decade: Some(first as i16), ..Fields::default() },
        part: rule.part,
        ..Point::default()
    })
}
