namespace GlmmDsl.Formulas;

/// <summary>
/// Bounds what one formula may expand to: the number of terms, and the work of forming them, since a short text can produce millions of
/// products that all turn out equal.
/// </summary>
internal sealed class ExpansionBudget
{
    // (a + b + .. + l)^12, the largest power within the limit on terms, takes four million steps.
    private const int MaximumWork = 5_000_000;

    /// <summary>The most variables that the terms of one list may have together: 4096 products of twelve variables have half as many.</summary>
    private const int MaximumFactors = 50_000;

    private int work;

    /// <summary>Whether a bound was exceeded; expansion then stops and its terms are meaningless.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Counts elementary steps; false when there were too many.</summary>
    public bool Spend(int steps)
    {
        work += steps;
        IsExceeded |= work > MaximumWork;
        return !IsExceeded;
    }

    /// <summary>Checks a list's length, and the number of variables in all its terms; false when it is too long.</summary>
    public bool Hold(int terms, int factors = 0)
    {
        IsExceeded |= terms > TermExpander.MaximumTerms || factors > MaximumFactors;
        return !IsExceeded;
    }
}
