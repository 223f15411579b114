using System.Collections.Immutable;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Analyzers.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>A code fix as changes of one source file.</summary>
/// <param name="Title">The title in the light bulb.</param>
/// <param name="Changes">The changes; none overlap, and none span several lines.</param>
internal sealed record SourceFix(string Title, ImmutableArray<TextChange> Changes)
{
    public SourceFix(string title, params TextChange[] changes)
        : this(title, changes.ToImmutableArray())
    {
    }

    /// <summary>What the fix does, in one word: fixes of one kind are applied together by "fix all". The title's first word unless that is not specific enough.</summary>
    public string Kind { get; init; } = Title.Split(' ')[0];

    /// <summary>A fix inside a formula as a fix of its file; null where the source does not contain the formula piece by piece.</summary>
    public static SourceFix? In(FormulaText? formula, FormulaFix? fix)
    {
        if (fix is null || formula is null || !fix.Edits.All(edit => FixProperties.IsPlain(edit.Text)))
        {
            return null;
        }

        List<TextChange> changes = fix.Edits.Select(edit => formula.Change(edit.Span, edit.Text)).OfType<TextChange>().ToList();
        return changes.Count == fix.Edits.Length ? new SourceFix(fix.Title, changes.ToImmutableArray()) : null;
    }

    /// <summary>A diagnostic that carries the fixes that can be made.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="location">The place.</param>
    /// <param name="fixes">The possible fixes, in the order in which they are offered; null where there is none.</param>
    /// <param name="arguments">The arguments of the rule's message.</param>
    public static Diagnostic Report(DiagnosticDescriptor descriptor, Location location, IEnumerable<SourceFix?> fixes, params object[] arguments) =>
        Diagnostic.Create(descriptor, location, Properties(location, fixes), arguments);

    /// <summary>The properties that carry fixes to the light bulb.</summary>
    public static ImmutableDictionary<string, string?> Properties(Location location, IEnumerable<SourceFix?> fixes)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        foreach (SourceFix? fix in fixes)
        {
            if (fix is not null)
            {
                properties = FixProperties.Add(properties, fix.Title, fix.Kind, fix.Changes, location.SourceSpan.Start);
            }
        }

        return properties;
    }
}
