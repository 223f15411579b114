namespace GlmmDsl.Modeling;

/// <summary>The correlations of a structure with one for each distance of two columns in order, <c>toep(0 + Visit | Patient)</c>.</summary>
/// <typeparam name="T">One result: the correlation itself, an interval of it.</typeparam>
/// <param name="find">Gives the result for a distance.</param>
public sealed class ByDistance<T>(Func<int, T> find)
{
    /// <summary>The result for two columns at a distance: 1 for neighbours. A correlation is NaN, and any other result stands for nothing, where no two columns are so far apart.</summary>
    /// <param name="distance">How many columns further the one is than the other, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is less than 1.</exception>
    public T this[int distance]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(distance, 1);
            return find(distance);
        }
    }
}
