namespace GlmmDsl.Design;

/// <summary>What a response must be for the family at hand.</summary>
internal enum ResponseForm
{
    /// <summary>Any number.</summary>
    Number,

    /// <summary>
    /// Successes of trials: 0 and 1, a logical, a factor with two levels (the first is failure), <c>cbind(successes, failures)</c>, or a proportion
    /// with the trials as weights.
    /// </summary>
    Successes,

    /// <summary>A whole number from 0 up.</summary>
    Count,

    /// <summary>The number, from 0, of one of several ordered categories: a factor whose levels have an order.</summary>
    Category,
}
