using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Means;

/// <summary>A column of a reference grid with the values it takes there.</summary>
/// <param name="Column">What the fit knows of it.</param>
/// <param name="Labels">The values as levels.</param>
/// <param name="Numbers">Of a numeric column the values; else empty.</param>
internal sealed record GridVariable(ReferenceColumn Column, ImmutableArray<string> Labels, ImmutableArray<double> Numbers)
{
    /// <summary>The column's name.</summary>
    public string Name => Column.Name;

    /// <summary>Whether all levels are numbers: contrasts then name the factor too, as emmeans does.</summary>
    public bool HasNumericLabels => Labels.All(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>The usual values: all levels of a factor, the few values of a numeric column or else its mean; or those given.</summary>
    /// <param name="column">The column.</param>
    /// <param name="at">The values given; null for the usual ones.</param>
    /// <exception cref="ArgumentException">A value given that the column cannot take.</exception>
    /// <exception cref="InvalidOperationException">A mean that the fit does not know.</exception>
    public static GridVariable Of(ReferenceColumn column, ImmutableArray<string>? at)
    {
        if (!column.IsNumeric)
        {
            foreach (string level in at ?? [])
            {
                if (!column.Levels.Contains(level))
                {
                    string nearest = NearestName.Find(level, column.Levels) is string near ? $"did you mean {ValueText.Quote(near)}?" : $"it has {ValueText.QuoteFew(column.Levels)}.";
                    throw new ArgumentException($"The factor '{column.Name}' has no level {ValueText.Quote(level)}; {nearest}", nameof(at));
                }
            }

            return new GridVariable(column, at ?? column.Levels, []);
        }

        ImmutableArray<double> values = at is { } given ? [.. given.Select(v => Number(column.Name, v))] : column.Values.IsEmpty ? [column.Mean] : column.Values;
        return values.Any(double.IsNaN)
            ? throw new InvalidOperationException($"The mean of column '{column.Name}' is not known: the model was fitted to cross-products, without rows, and the column is only part of an expression, or rows have weights. Give the value it is to have: At((\"{column.Name}\", 0)).")
            : new GridVariable(column, [.. values.Select(NumberLabel.Of)], values);
    }

    /// <summary>The column of a table in which it takes these values.</summary>
    /// <param name="codes">For each row which value.</param>
    public Column ToColumn(int[] codes) => Column.IsNumeric
        ? new NumericColumn(Name, Array.ConvertAll(codes, c => Numbers[c]))
        : Column.IsLogical
            ? FactorColumn.FromLogical(Name, codes.Select(c => (bool?)(Labels[c] == FactorColumn.LogicalLevels[1])))
            : new FactorColumn(Name, Labels, codes);

    private static double Number(string column, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number
        : throw new ArgumentException($"The column '{column}' holds numbers, and {ValueText.Quote(text)} is none.", nameof(text));
}
