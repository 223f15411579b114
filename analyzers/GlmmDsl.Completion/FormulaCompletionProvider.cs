using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using GlmmDsl.Completion.Places;
using GlmmDsl.Completion.Proposals;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Completion;

/// <summary>
/// Completes names inside formulas: columns, functions, grouping factors, levels, in attributes of models and wherever a parameter is marked
/// <c>[FormulaText]</c>; and the names of results in look-ups by name.
/// </summary>
[ExportCompletionProvider(nameof(FormulaCompletionProvider), LanguageNames.CSharp)]
[Shared]
public sealed class FormulaCompletionProvider : CompletionProvider
{
    // The name that the compiler's own items use: an editor that does not ask for the change reads it.
    private const string TextProperty = "InsertionText";
    private const string DescriptionProperty = "Description";

    // A blank or a bracket ends a name, but a full stop can be part of one.
    private static readonly CompletionItemRules Rules = CompletionItemRules.Default.WithCommitCharacterRules(
        ImmutableArray.Create(CharacterSetModificationRule.Create(CharacterSetModificationKind.Replace, ' ', '+', '-', '*', ':', '/', '|', '(', ')', '^', ',', '~')));

    /// <inheritdoc/>
    public override bool ShouldTriggerCompletion(SourceText text, int caretPosition, CompletionTrigger trigger, OptionSet options)
    {
        if (trigger.Kind is CompletionTriggerKind.Invoke or CompletionTriggerKind.InvokeAndCommitIfUnique)
        {
            return true;
        }

        // Whether the text is a formula takes the meaning of the file; what is seen here is only that a string may be open.
        return trigger.Kind == CompletionTriggerKind.Insertion
            && caretPosition > 0 && caretPosition <= text.Length
            && (char.IsLetter(trigger.Character) || trigger.Character is '"' or '\'' or '`' or ' ' or '~' or '+' or '*' or ':' or '|' or '/' or '(' or ',' or '=')
            && MayBeInString(text, caretPosition);
    }

    /// <inheritdoc/>
    public override async Task ProvideCompletionsAsync(CompletionContext context)
    {
        Document document = context.Document;
        CancellationToken token = context.CancellationToken;
        if (await document.GetSyntaxRootAsync(token).ConfigureAwait(false) is not { } root || PlaceFinder.LiteralAt(root, context.Position) is not { } literal)
        {
            return;
        }

        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model || PlaceFinder.Find(root, model, context.Position, token) is not { } place)
        {
            return;
        }

        IReadOnlyList<Proposal> proposals = FormulaProposals.Of(place, out FormulaSpan word);
        context.IsExclusive = true;
        context.CompletionListSpan = SpanOf(place, word, context.Position);
        for (int i = 0; i < proposals.Count; i++)
        {
            context.AddItem(ItemOf(proposals[i], i, literal));
        }
    }

    /// <inheritdoc/>
    public override Task<CompletionDescription?> GetDescriptionAsync(Document document, CompletionItem item, CancellationToken cancellationToken) =>
        Task.FromResult<CompletionDescription?>(CompletionDescription.Create(Parts(Property(item, DescriptionProperty) ?? item.DisplayText)));

    /// <inheritdoc/>
    public override Task<CompletionChange> GetChangeAsync(Document document, CompletionItem item, char? commitKey, CancellationToken cancellationToken) =>
        Task.FromResult(CompletionChange.Create(new TextChange(item.Span, Property(item, TextProperty) ?? item.DisplayText)));

    /// <summary>A description as the compiler's own items give it: the first line marked as code, which editors show as the signature, then the rest.</summary>
    private static ImmutableArray<TaggedText> Parts(string description)
    {
        string[] lines = description.Split('\n');
        var parts = ImmutableArray.CreateBuilder<TaggedText>();
        parts.Add(new TaggedText("CodeBlockStart", ""));
        parts.Add(new TaggedText(TextTags.Text, lines[0]));
        parts.Add(new TaggedText("CodeBlockEnd", ""));
        foreach (string line in lines.Skip(1))
        {
            parts.Add(new TaggedText(TextTags.LineBreak, "\n"));
            parts.Add(new TaggedText(TextTags.Text, line));
        }

        return parts.ToImmutable();
    }

    private static string? Property(CompletionItem item, string name) => item.Properties.TryGetValue(name, out string? value) ? value : null;

    private static CompletionItem ItemOf(Proposal proposal, int order, Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax literal)
    {
        bool isCall = proposal.Kind is ProposalKind.Function or ProposalKind.Structure;
        return CompletionItem.Create(
            // What is written is shown, quotation marks and all; typing matches the bare name. Some editors write what they show.
            displayText: proposal.Text,
            filterText: proposal.Name,
            sortText: order.ToString("D4", CultureInfo.InvariantCulture),
            properties: ImmutableDictionary<string, string>.Empty
                .Add(TextProperty, SourceLiteral.Encode(proposal.Text, literal))
                .Add(DescriptionProperty, proposal.Description),
            tags: ImmutableArray.Create(TagOf(proposal.Kind)),
            rules: Rules,
            displayTextPrefix: "",
            displayTextSuffix: isCall ? proposal.Detail : "",
            inlineDescription: isCall ? "" : proposal.Detail);
    }

    private static string TagOf(ProposalKind kind) =>
        kind switch
        {
            ProposalKind.Column => WellKnownTags.Property,
            ProposalKind.Function => WellKnownTags.Method,
            ProposalKind.Structure => WellKnownTags.Keyword,
            ProposalKind.Level => WellKnownTags.EnumMember,
            ProposalKind.Constant => WellKnownTags.Constant,
            _ => WellKnownTags.Field,
        };

    /// <summary>The place of a word in source; a word that source does not contain in one piece is completed where the caret is.</summary>
    private static TextSpan SpanOf(TextAtCaret place, FormulaSpan word, int position)
    {
        if (word.Length == 0)
        {
            return new TextSpan(position, 0);
        }

        TextSpan span = place.Text.Map(word).SourceSpan;
        return place.Text.IsExact(word) && place.Literal.Span.Contains(span) && span.Start <= position && span.End >= position ? span : new TextSpan(position, 0);
    }

    private static bool MayBeInString(SourceText text, int position)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        for (int i = position - 1; i >= line.Start; i--)
        {
            if (text[i] == '"')
            {
                return true;
            }
        }

        // A raw literal has lines without quotation marks.
        return line.LineNumber > 0 && position - line.Start < 2000 && text.ToString(TextSpan.FromBounds(Math.Max(0, line.Start - 2000), line.Start)).Contains("\"\"\"");
    }
}
