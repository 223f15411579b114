using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>The correlations between random effects of one grouping factor. Typed models derive from it and add properties.</summary>
/// <param name="variances">The variance components of the group.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CorrelationView(GroupVarianceView variances)
{
    /// <summary>The correlation of two columns by R's names; 0 between terms, NaN where a variance is zero or the data lack a column's level.</summary>
    public double this[string first, string second] => variances.CorrelationOf(first, second);

    /// <summary>The correlation of two columns known at compile time.</summary>
    protected double Correlation(string first, string second) => variances.CorrelationOf(first, second);
}
