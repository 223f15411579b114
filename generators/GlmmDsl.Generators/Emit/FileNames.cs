using System.Collections.Immutable;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Names the generated files of a model.</summary>
internal static class FileNames
{
    /// <summary>The models whose names differ in the case of letters only: their files would be one to the compiler.</summary>
    public static EquatableArray<string> Clashing(ImmutableArray<string> models) =>
        new(models.GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .SelectMany(g => g)
            .OrderBy(n => n, StringComparer.Ordinal)
            .ToImmutableArray());

    /// <summary>The name of a file: <c>Trials.Trial.Design.g.cs</c>.</summary>
    public static string Of(string model, string concern, EquatableArray<string> clashing)
    {
        string plain = model.Replace("@", "");
        return clashing.Items.Contains(model, StringComparer.Ordinal)
            ? $"{plain}.{StableHash.Of(model).Substring(0, 8)}.{concern}.g.cs"
            : $"{plain}.{concern}.g.cs";
    }
}
