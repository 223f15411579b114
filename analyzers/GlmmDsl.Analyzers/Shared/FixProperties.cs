using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Shared;

/// <summary>
/// What rules pass to code fixes in a diagnostic's properties: the rule knows the formula, the fix only the source. Rules and fixes compile this same
/// file: they are built against different versions of the compiler's libraries and cannot reference each other.
/// </summary>
internal static class FixProperties
{
    /// <summary>What can be put in place of the diagnostic's span.</summary>
    public const string Suggestion = "Suggestion";

    /// <summary>The member of the row type that a fix changes.</summary>
    public const string Member = "Member";

    private const string FormulaFix = "FormulaFix";
    private const char Separator = '\n';

    // Each of these is written differently in some notation of C# literals.
    private static readonly char[] NeedEscapes = ['"', '\\', '{', '}', '\r', '\n'];

    /// <summary>Whether a text reads the same in every notation of C# literals.</summary>
    public static bool IsPlain(string text) => text.IndexOfAny(NeedEscapes) < 0;

    /// <summary>Adds a fix made of changes of the source.</summary>
    /// <param name="properties">The properties so far.</param>
    /// <param name="title">The title in the light bulb.</param>
    /// <param name="kind">What the fix does, in one word: fixes of one kind are applied together by "fix all".</param>
    /// <param name="changes">The changes.</param>
    /// <param name="origin">Where the diagnostic begins: places are relative to it, so that edits elsewhere in the file do not move them.</param>
    public static ImmutableDictionary<string, string?> Add(ImmutableDictionary<string, string?> properties, string title, string kind, IEnumerable<TextChange> changes, int origin)
    {
        var parts = new List<string> { title, kind };
        foreach (TextChange change in changes)
        {
            parts.Add((change.Span.Start - origin).ToString(CultureInfo.InvariantCulture));
            parts.Add(change.Span.Length.ToString(CultureInfo.InvariantCulture));
            parts.Add(change.NewText ?? "");
        }

        return properties.Add(NameOf(properties.Count), string.Join(Separator.ToString(), parts));
    }

    /// <summary>Reads the fixes back.</summary>
    public static IEnumerable<(string Title, string Kind, ImmutableArray<TextChange> Changes)> Read(Diagnostic diagnostic)
    {
        int origin = diagnostic.Location.SourceSpan.Start;
        for (int i = 0; diagnostic.Properties.TryGetValue(NameOf(i), out string? encoded) && encoded is not null; i++)
        {
            string[] parts = encoded.Split(Separator);
            var changes = ImmutableArray.CreateBuilder<TextChange>();
            for (int part = 2; part + 2 < parts.Length; part += 3)
            {
                int start = origin + int.Parse(parts[part], CultureInfo.InvariantCulture);
                changes.Add(new TextChange(new TextSpan(start, int.Parse(parts[part + 1], CultureInfo.InvariantCulture)), parts[part + 2]));
            }

            yield return (parts[0], parts[1], changes.ToImmutable());
        }
    }

    private static string NameOf(int number) => FormulaFix + number.ToString(CultureInfo.InvariantCulture);
}
