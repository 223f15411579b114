using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>Takes moments and levels from training rows the first time they are asked for, or gives back those of a training basis.</summary>
/// <param name="trained">The basis to give back; null while training.</param>
/// <param name="given">While training, the moments of all rows, of which the rows at hand are a part; null when they are all rows.</param>
internal sealed class BasisRecorder(TrainingBasis? trained = null, ImmutableDictionary<string, ImmutableArray<double>>? given = null)
{
    private readonly Dictionary<string, ImmutableArray<double>> moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> factorLevels = new(StringComparer.Ordinal);

    /// <summary>Whether moments come from the rows at hand.</summary>
    public bool IsTraining => trained is null;

    /// <summary>What has been taken so far.</summary>
    public ImmutableDictionary<string, ImmutableArray<double>> Moments => moments.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The factors met inside expressions.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> FactorLevels => factorLevels.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The moments of a call, computed from the rows only while training.</summary>
    /// <exception cref="ModelDataException">The rows at hand are a part of all, and the moments of all were not given.</exception>
    public ImmutableArray<double> MomentsOf(string call, Func<ImmutableArray<double>> compute) => Of(
        moments,
        trained?.Moments,
        call,
        given is null ? compute : () => given.TryGetValue(call, out ImmutableArray<double> known) ? known : throw NeedsAllRows(call));

    /// <summary>The levels of a factor, taken from the rows only while training.</summary>
    public ImmutableArray<string> LevelsOf(string factor, Func<ImmutableArray<string>> compute) =>
        Of(factorLevels, trained?.FactorLevels, factor, compute);

    private static ModelDataException NeedsAllRows(string call) => new(
        $"{call} depends on all rows, and the rows come in parts that are read once: its value is not known when the first part is used. Give the moments of all rows (ColumnMoments.Of), give the parts as a list, which can be read twice, or compute the column beforehand.");

    private static ImmutableArray<T> Of<T>(
        Dictionary<string, ImmutableArray<T>> recorded, ImmutableDictionary<string, ImmutableArray<T>>? fixedOnes, string key, Func<ImmutableArray<T>> compute)
    {
        if (fixedOnes is not null)
        {
            return fixedOnes.TryGetValue(key, out ImmutableArray<T> held)
                ? held
                : throw new ModelDataException($"The fit does not hold what {key} stood for in its rows. Fit the model again.");
        }

        if (!recorded.TryGetValue(key, out ImmutableArray<T> value))
        {
            value = compute();
            recorded.Add(key, value);
        }

        return value;
    }
}
