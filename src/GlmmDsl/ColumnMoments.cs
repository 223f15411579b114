using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Products;

namespace GlmmDsl;

/// <summary>
/// The values that data-dependent functions of a formula (<c>mean sd min max center scale poly</c>) take from all rows, so that parts of the
/// data can use those of all the data. Immutable.
/// </summary>
public sealed class ColumnMoments
{
    internal ColumnMoments(ImmutableDictionary<string, ImmutableArray<double>> values) => Values = values;

    /// <summary>The calls whose values are known, as the formula prints them.</summary>
    public IEnumerable<string> Calls => Values.Keys.Order(StringComparer.Ordinal);

    internal ImmutableDictionary<string, ImmutableArray<double>> Values { get; }

    /// <summary>Takes the moments of a table.</summary>
    /// <exception cref="FormulaException">The formula does not suit the table.</exception>
    /// <exception cref="ModelDataException">A column cannot be read.</exception>
    public static ColumnMoments Of(Formula formula, Table table, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        CrossProducts.Of(formula, table, options, null, cancellationToken).Moments;

    /// <summary>Takes the moments over the parts of the data, which are read once, and again for each level of nested calls.</summary>
    /// <exception cref="FormulaException">The formula does not suit the parts.</exception>
    /// <exception cref="ModelDataException">A column cannot be read; or <c>poly</c>, which cannot be taken over parts.</exception>
    public static ColumnMoments Of(Formula formula, IReadOnlyCollection<Table> parts, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Contains(null!))
        {
            throw new ArgumentException("A part is null.", nameof(parts));
        }

        if (parts.Count == 1)
        {
            return Of(formula, parts.First(), options, cancellationToken);
        }

        options ??= FitOptions.Default;
        return new ColumnMoments(StreamedMoments.Of(options.AddOffset(formula), parts, options.ToLinearDesignOptions(), cancellationToken));
    }
}
