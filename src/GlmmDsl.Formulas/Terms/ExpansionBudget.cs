namespace GlmmDsl.Formulas;

/// <summary>
/// Bounds what one formula may expand to: the number of terms, and the work of forming them, since a short text can ask for millions of
/// products that all fall together.
/// </summary>
internal sealed class ExpansionBudget
{
    private const int MaximumWork = 8_000_000;

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

    /// <summary>Takes note of a list's length; false when it is too long.</summary>
    public bool Hold(int terms)
    {
        IsExceeded |= terms > TermExpander.MaximumTerms;
        return !IsExceeded;
    }
}
