using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Fits;

/// <summary>Finds a name in a result, with a helpful error if it does not exist.</summary>
internal sealed class NameLookup
{
    private readonly IReadOnlyList<string> names;
    private readonly string what;
    private readonly Lazy<Dictionary<string, int>> indices;

    /// <summary>Prepares the search.</summary>
    /// <param name="what">What the names denote, for the error, such as "coefficient".</param>
    /// <param name="names">The names; if some are equal, the first one is found.</param>
    public NameLookup(string what, IReadOnlyList<string> names)
    {
        this.what = what;
        this.names = names;
        indices = new(() =>
        {
            var found = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
            for (int i = 0; i < names.Count; i++)
            {
                found.TryAdd(names[i], i);
            }

            return found;
        });
    }

    /// <summary>The index of a name; null if it does not exist.</summary>
    public int? Find(string name) => indices.Value.TryGetValue(name, out int index) ? index : null;

    /// <summary>The index of a name.</summary>
    /// <exception cref="KeyNotFoundException">No such name; the message gives the nearest, or the first few.</exception>
    public int IndexOf(string name)
    {
        if (Find(name) is int index)
        {
            return index;
        }

        string help = NearestName.Find(name, names) is string nearest
            ? $"did you mean {ValueText.Quote(nearest)}?"
            : names.Count == 0 ? "there are none." : $"there are {ValueText.QuoteFew(names)}.";
        throw new KeyNotFoundException($"There is no {what} {ValueText.Quote(name)}; {help}");
    }
}
