namespace GlmmDsl.Formulas;

/// <summary>What the response of a family can be.</summary>
public enum ResponseRange
{
    /// <summary>Any number.</summary>
    Numbers,

    /// <summary>A number of successes in a number of trials.</summary>
    Successes,

    /// <summary>A whole number from 0 up, without an upper limit.</summary>
    Counts,

    /// <summary>A whole number from 1 up.</summary>
    PositiveCounts,

    /// <summary>A number above 0.</summary>
    PositiveNumbers,

    /// <summary>A number from 0 up.</summary>
    NumbersFromZero,

    /// <summary>A number between 0 and 1, both excluded.</summary>
    Proportions,

    /// <summary>One of several categories that have an order.</summary>
    Categories,
}
