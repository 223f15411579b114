namespace GlmmDsl.Modeling;

/// <summary>Finds named values, with an error that lists the names.</summary>
internal static class NamedValues
{
    private const int MostListed = 12;

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no value with that name.</exception>
    public static TValue Require<TValue>(INamedValues<TValue> values, string name) =>
        values.TryGet(name, out TValue? value) ? value : throw Missing(name, values.Names);

    /// <summary>Makes the error for a name that does not exist.</summary>
    public static KeyNotFoundException Missing(string name, IReadOnlyList<string> names)
    {
        string listed = names.Count == 0 ? "none" : string.Join(", ", names.Take(MostListed)) + (names.Count > MostListed ? ", ..." : "");
        return new KeyNotFoundException($"The fit has no '{name}'. There are {listed}.");
    }
}
