using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <content>Marginal means and slopes.</content>
public sealed partial class FixedEffectsTests
{
    /// <summary>
    /// Estimated marginal means of the linear predictor: over all combinations of the other factors of the fixed effects alike, numeric columns at their means (a column of two values counts as a
    /// factor), as R's emmeans takes them. <see cref="MarginalEstimates.At(ReadOnlySpan{ValueTuple{string, double}})"/> gives numeric columns other values, <see cref="MarginalEstimates.OnResponse"/> the scale of the response.
    /// </summary>
    /// <param name="of">The factors that the means are of: <c>Arm</c>, or <c>Arm:Sex</c> for the cells of several; <c>1</c> for the mean of all.</param>
    /// <param name="by">Factors within whose levels the means are compared; null for none.</param>
    /// <exception cref="KeyNotFoundException">A factor that is not in the fixed effects; the message gives the nearest name.</exception>
    /// <exception cref="InvalidOperationException">The fit has no rows and does not know the mean of a numeric column: the message names it, and the value is to be given by a request at it (<see cref="Means(string, string?, ReadOnlySpan{ValueTuple{string, double}})"/>).</exception>
    public MarginalEstimates Means(string of, string? by = null) => Means(of, by, []);

    /// <summary>Estimated marginal means at given values of numeric columns: <c>Means("Arm", null, ("Week", 12))</c>.</summary>
    /// <param name="of">The factors that the means are of.</param>
    /// <param name="by">Factors within whose levels the means are compared; null for none.</param>
    /// <param name="at">Numeric columns with their values; the others are at their means.</param>
    /// <exception cref="KeyNotFoundException">A factor or column that is not in the fixed effects.</exception>
    public MarginalEstimates Means(string of, string? by, params ReadOnlySpan<(string Column, double Value)> at)
    {
        ArgumentNullException.ThrowIfNull(of);
        return new MarginalEstimates(Request(of, by, null, Texts(at)));
    }

    /// <summary>
    /// The mean slopes of the linear predictor in a numeric column, by the levels of factors: R's <c>emtrends</c>. A column inside functions or products is differentiated through them. Pairs
    /// compare the slopes of different levels.
    /// </summary>
    /// <param name="column">The numeric column.</param>
    /// <param name="by">The factors that the slopes are by: <c>Arm</c>, or <c>Arm:Sex</c> for the cells of several; null for one slope.</param>
    /// <param name="within">Factors within whose levels slopes are compared; null for none.</param>
    /// <param name="at">Numeric columns with their values; the others are at their means.</param>
    /// <exception cref="KeyNotFoundException">A factor or column that is not in the fixed effects.</exception>
    /// <exception cref="ArgumentException">The column is a factor.</exception>
    public MarginalEstimates Slopes(string column, string? by = null, string? within = null, params ReadOnlySpan<(string Column, double Value)> at)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new MarginalEstimates(Request(by ?? "1", within, column, Texts(at)));
    }

    /// <summary>Means at values that are given as texts: numbers of a numeric column, levels of a factor.</summary>
    internal MarginalEstimates MeansAt(string of, string? by, IEnumerable<(string Column, string[] Values)> at) => new(Request(of, by, null, at));

    /// <summary>Slopes at values that are given as texts.</summary>
    internal MarginalEstimates SlopesAt(string column, string? by, string? within, IEnumerable<(string Column, string[] Values)> at) => new(Request(by ?? "1", within, column, at));

    private static (string Column, string[] Values)[] Texts(ReadOnlySpan<(string Column, double Value)> at)
    {
        var texts = new (string, string[])[at.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(at[i].Column, nameof(at));
            texts[i] = (at[i].Column, [at[i].Value.ToString("R", CultureInfo.InvariantCulture)]);
        }

        return texts;
    }

    private MarginalRequest Request(string of, string? by, string? slope, IEnumerable<(string Column, string[] Values)> at)
    {
        string[] known = [.. model.References.Select(c => c.Name)];
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach ((string column, string[] given) in at)
        {
            values[column] = [.. values.GetValueOrDefault(column, []), .. given];
        }

        ImmutableArray<string> groups = by is null ? [] : MarginalRequest.Factors(by, known);
        return new MarginalRequest(method, [.. MarginalRequest.Factors(of, known).Except(groups)], groups) { SlopeOf = slope, At = values.ToImmutable() };
    }
}
