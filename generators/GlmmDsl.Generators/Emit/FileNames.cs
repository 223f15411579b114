using System.Collections.Immutable;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Names the generated files of a model.</summary>
internal static class FileNames
{
    /// <summary>The path of a generated file stays well below the limits of file systems.</summary>
    private const int LongestName = 120;

    /// <summary>
    /// The identities (<see cref="ModelDeclaration.Identity"/>) of the models whose names differ only in the case of letters, or not at all: their
    /// files would be the same to the compiler. The identity of two declarations, which are a compiler error, occurs twice.
    /// </summary>
    public static EquatableArray<string> Clashing(ImmutableArray<ModelName> models) =>
        new(models.GroupBy(n => n.FullName, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .SelectMany(g => g.Select(n => n.Identity))
            .OrderBy(n => n, StringComparer.Ordinal)
            .ToImmutableArray());

    /// <summary>Whether two declarations would generate the same file.</summary>
    public static bool IsTwice(ModelDeclaration model, EquatableArray<string> clashing) => clashing.Items.Count(n => n == model.Identity) > 1;

    /// <summary>The name of a file: <c>Trials.Trial.Design.g.cs</c>; with a hash where that is not unique.</summary>
    public static string Of(ModelDeclaration model, string concern, EquatableArray<string> clashing)
    {
        string whole = model.FullName.Replace("@", "");
        string plain = new string(whole.Take(LongestName).Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '_').ToArray());
        return plain != whole || clashing.Items.Contains(model.Identity, StringComparer.Ordinal)
            ? $"{plain}.{StableHash.Of(model.Identity).Substring(0, 8)}.{concern}.g.cs"
            : $"{plain}.{concern}.g.cs";
    }
}

/// <summary>What distinguishes the files of a model from those of others.</summary>
/// <param name="FullName">The class with namespace and containers.</param>
/// <param name="Identity">That and the kinds of the types, which distinguish classes even while the program has errors.</param>
internal sealed record ModelName(string FullName, string Identity);
