namespace GlmmDsl.Formulas;

/// <summary>
/// Bounds what one formula may expand to: the number of terms, and the work of forming them, since a short text can ask for millions of
/// products that all fall together.
/// </summary>
internal sealed class ExpansionBudget
{
    // (a + b + .. + l)^12, the largest power within the limit on terms, takes four million steps.
    private const int MaximumWork = 5_000_000;

    /// <summary>The most variables that the terms of one list may have together: 4096 products of twelve variables have half as many.</summary>
    private const int MaximumFactors = 50_000;

    private int work;

    /// <summary>Whether a bound was passed; expansion then stops and its terms mean nothing.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Takes note of so many elementary steps; false when there were too many.</summary>
    public bool Spend(int steps)
    {
        work += steps;
        IsExceeded |= work > MaximumWork;
        return !IsExceeded;
    }

    /// <summary>Takes note of a list's length, and of the number of variables in its terms together; false when it is too long.</summary>
    public bool Hold(int terms, int factors = 0)
    {
        IsExceeded |= terms > TermExpander.MaximumTerms || factors > MaximumFactors;
        return !IsExceeded;
    }
}
