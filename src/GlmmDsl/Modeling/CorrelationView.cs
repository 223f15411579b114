using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>Results for the correlations between random effects of one grouping factor. Typed models derive from it and add properties.</summary>
/// <typeparam name="T">One result: the correlation itself, an interval of it.</typeparam>
/// <param name="find">Gives the result for two columns by R's names.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CorrelationView<T>(Func<string, string, T> find)
{
    /// <summary>The result for two columns by R's names. A correlation is 0 between terms, NaN where a variance is zero or the data lack a column's level.</summary>
    public T this[string first, string second] => find(first, second);

    /// <summary>The result for two columns known at compile time.</summary>
    protected T Correlation(string first, string second) => find(first, second);
}
