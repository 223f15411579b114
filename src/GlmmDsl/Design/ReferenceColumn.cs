using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>A column of the data that predictors are made of, as marginal means know it: what values a reference row may have there.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="IsNumeric">Whether it holds numbers; else it is a factor or a logical.</param>
internal sealed record ReferenceColumn(string Name, bool IsNumeric)
{
    /// <summary>Of a factor the levels with rows, in order.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Whether a factor is a logical.</summary>
    public bool IsLogical { get; init; }

    /// <summary>Of a numeric column the values that are kept apart, ascending: all where the formula makes it a factor, or where there are two at most; else empty.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Of a numeric column the mean over the rows used; NaN where it is not known, as of a column that only functions read in a fit without rows.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>The standard deviation of a numeric column over the rows used, with denominator n; NaN where it is not known. It sets the step of numerical slopes.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>Whether the fixed effects read it, and not only offsets or the columns of random effects.</summary>
    public bool IsFixed { get; init; }
}
