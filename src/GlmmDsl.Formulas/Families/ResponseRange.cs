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
}
