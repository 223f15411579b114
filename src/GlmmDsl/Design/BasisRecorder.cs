using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>Takes moments and levels from training rows the first time they are asked for, or gives back those of a training basis.</summary>
/// <param name="trained">The basis to give back; null while training.</param>
internal sealed class BasisRecorder(TrainingBasis? trained = null)
{
    private readonly Dictionary<string, ImmutableArray<double>> moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> factorLevels = new(StringComparer.Ordinal);

    /// <summary>Whether moments come from the rows at hand.</summary>
    public bool IsTraining => trained is null;

    /// <summary>What was taken so far.</summary>
    public ImmutableDictionary<string, ImmutableArray<double>> Moments => moments.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The factors met inside expressions.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> FactorLevels => factorLevels.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The moments of a call, computed from the rows only while training.</summary>
    public ImmutableArray<double> MomentsOf(string call, Func<ImmutableArray<double>> compute) =>
        Of(moments, trained?.Moments, call, compute);

    /// <summary>The levels of a factor, taken from the rows only while training.</summary>
    public ImmutableArray<string> LevelsOf(string factor, Func<ImmutableArray<string>> compute) =>
        Of(factorLevels, trained?.FactorLevels, factor, compute);

    private static ImmutableArray<T> Of<T>(
        Dictionary<string, ImmutableArray<T>> recorded, ImmutableDictionary<string, ImmutableArray<T>>? given, string key, Func<ImmutableArray<T>> compute)
    {
        if (given is not null)
        {
            return given[key];
        }

        if (!recorded.TryGetValue(key, out ImmutableArray<T> value))
        {
            value = compute();
            recorded.Add(key, value);
        }

        return value;
    }
}
