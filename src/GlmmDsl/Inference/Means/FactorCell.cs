using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>A combination of levels, by the names of their factors: what a marginal mean is of. A numeric column counts as a factor with its reference values for levels. Immutable.</summary>
public sealed class FactorCell : IReadOnlyList<KeyValuePair<string, string>>
{
    internal FactorCell(ImmutableArray<string> factors, ImmutableArray<string> levels) => (Factors, Levels) = (factors, levels);

    /// <summary>The names of the factors.</summary>
    public ImmutableArray<string> Factors { get; }

    /// <summary>Their levels, in the same order.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <inheritdoc/>
    public int Count => Factors.Length;

    /// <summary>A factor with its level by its place.</summary>
    public KeyValuePair<string, string> this[int index] => KeyValuePair.Create(Factors[index], Levels[index]);

    /// <summary>The level of a factor.</summary>
    /// <exception cref="KeyNotFoundException">No such factor.</exception>
    public string this[string factor] => Levels[new NameLookup("factor", Factors).IndexOf(factor)];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>Arm = Drug, Sex = F</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(f => $"{f.Key} = {f.Value}"));

    /// <summary>The part of the cell that is of other factors than these, or of these alone.</summary>
    internal FactorCell Part(IReadOnlyCollection<string> factors, bool isOfThese)
    {
        int[] places = [.. Enumerable.Range(0, Count).Where(i => factors.Contains(Factors[i]) == isOfThese)];
        return new FactorCell([.. places.Select(i => Factors[i])], [.. places.Select(i => Levels[i])]);
    }

    /// <summary>Writes the levels as a JSON object by their factors.</summary>
    internal void WriteTo(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        for (int i = 0; i < Count; i++)
        {
            json.WriteString(Factors[i], Levels[i]);
        }

        json.WriteEndObject();
    }
}
