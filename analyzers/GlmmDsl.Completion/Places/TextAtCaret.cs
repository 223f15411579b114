using GlmmDsl.Analyzers.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Completion.Places;

/// <summary>A text of the library's in which somebody writes.</summary>
/// <param name="Role">What it means.</param>
/// <param name="Text">The text and where each of its characters stands.</param>
/// <param name="Offset">How many of them stand before the caret.</param>
/// <param name="Literal">The literal or interpolated string that the caret is in.</param>
/// <param name="Known">The columns that the text can name; null where nothing is known of them.</param>
internal sealed record TextAtCaret(TextRole Role, FormulaText Text, int Offset, ExpressionSyntax Literal, KnownColumns? Known)
{
    /// <summary>For the name of a result: the names there are.</summary>
    public IReadOnlyList<ResultName> Names { get; init; } = [];
}

/// <summary>The name of a result.</summary>
/// <param name="Name">The name.</param>
/// <param name="What">What has it: "coefficient", "term", "level of Arm".</param>
internal sealed record ResultName(string Name, string What);
