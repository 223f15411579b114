using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Text;

/// <summary>
/// Reads a constant string expression character by character: literals of every notation, concatenations, constant interpolations,
/// <c>nameof</c>, and constants declared in the same file.
/// </summary>
internal sealed class FormulaTextReader
{
    private const int DeepestExpression = 200;

    private readonly SemanticModel model;
    private readonly CancellationToken cancellationToken;
    private readonly List<SourceCharacter> characters = new();
    private int roots;
    private bool isUnfinished;

    private FormulaTextReader(SemanticModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
    }

    /// <summary>The text of a constant expression; null when it is not a constant string.</summary>
    public static FormulaText? Read(ExpressionSyntax argument, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetConstantValue(argument, cancellationToken) is not { HasValue: true, Value: string value })
        {
            return null;
        }

        return new FormulaText(value, argument, () => Places(argument, value, model));
    }

    /// <summary>Where each character of a constant is; default where this reading differs from the compiler's, whose value decides.</summary>
    private static ImmutableArray<SourceCharacter> Places(ExpressionSyntax argument, string value, SemanticModel model)
    {
        var reader = new FormulaTextReader(model, CancellationToken.None);
        reader.Append(argument, root: 0, depth: 0);
        bool isSame = reader.characters.Count == value.Length && reader.characters.Select(c => c.Value).SequenceEqual(value);
        return isSame ? reader.characters.ToImmutableArray() : default;
    }

    /// <summary>
    /// The text of an expression that may be unfinished or no constant, for somebody who is writing it: what cannot be read is a name, so that what stands
    /// around it keeps its meaning.
    /// </summary>
    public static FormulaText ReadUnfinished(ExpressionSyntax argument, SemanticModel model, CancellationToken cancellationToken)
    {
        var reader = new FormulaTextReader(model, cancellationToken) { isUnfinished = true };
        reader.Append(argument, root: 0, depth: 0);
        return new FormulaText(new string(reader.characters.Select(c => c.Value).ToArray()), argument, reader.characters.ToImmutableArray());
    }

    private void Append(ExpressionSyntax expression, int root, int depth)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized when depth < DeepestExpression:
                Append(parenthesized.Expression, root, depth + 1);
                break;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.AddExpression) && depth < DeepestExpression:
                Append(binary.Left, root, depth + 1);
                Append(binary.Right, root, depth + 1);
                break;
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression):
                AppendLiteral(literal.Token, root);
                break;
            case InterpolatedStringExpressionSyntax interpolated when depth < DeepestExpression:
                AppendInterpolated(interpolated, root, depth);
                break;
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } invocation when IsNameof(invocation):
                AppendNameof(expression, arguments[0].Expression, root);
                break;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when depth < DeepestExpression && DeclarationHere(expression) is { } initializer:
                Append(initializer, ++roots, depth + 1);
                break;
            default:
                AppendWhole(expression, expression.Span, root);
                break;
        }
    }

    private void AppendLiteral(SyntaxToken token, int root)
    {
        SourceText source = token.SyntaxTree!.GetText(cancellationToken);
        int start = token.SpanStart;
        int end = token.Span.End;
        switch (token.Kind())
        {
            case SyntaxKind.SingleLineRawStringLiteralToken:
                {
                    int quotes = CountOf('"', token.Text);
                    StringTokenDecoder.Decode(source, start + quotes, end - quotes, StringNotation.Plain, 0, root, characters);
                    break;
                }

            case SyntaxKind.MultiLineRawStringLiteralToken:
                {
                    TextLineCollection lines = source.Lines;
                    int first = lines.IndexOf(start) + 1;
                    int last = lines.IndexOf(end) - 1;
                    if (first <= last)
                    {
                        StringTokenDecoder.Decode(source, lines[first].Start, lines[last].End, StringNotation.Plain, IndentationBefore(source, end), root, characters);
                    }

                    break;
                }

            default:
                {
                    bool isVerbatim = token.Text.StartsWith("@", StringComparison.Ordinal);
                    StringNotation notation = isVerbatim ? StringNotation.DoubledQuotes : StringNotation.Escapes;
                    StringTokenDecoder.Decode(source, start + (isVerbatim ? 2 : 1), end - 1, notation, 0, root, characters);
                    break;
                }
        }
    }

    private void AppendInterpolated(InterpolatedStringExpressionSyntax interpolated, int root, int depth)
    {
        SourceText source = interpolated.SyntaxTree.GetText(cancellationToken);
        string opening = interpolated.StringStartToken.Text;
        bool isRaw = opening.Contains("\"\"\"");
        StringNotation notation = isRaw ? StringNotation.Plain
            : StringNotation.DoubledBraces | (opening.Contains("@") ? StringNotation.DoubledQuotes : StringNotation.Escapes);
        int indentation = interpolated.StringStartToken.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken)
            ? IndentationBefore(source, interpolated.StringEndToken.Span.End)
            : 0;
        foreach (InterpolatedStringContentSyntax content in interpolated.Contents)
        {
            if (content is InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole)
            {
                int first = characters.Count;
                Append(hole.Expression, root, depth + 1);
                for (int i = first; i < characters.Count; i++)
                {
                    characters[i] = characters[i].Root == root ? characters[i] with { Around = hole.Span, IsInHole = true } : characters[i];
                }
            }
            else if (content is InterpolatedStringTextSyntax text)
            {
                StringTokenDecoder.Decode(source, text.SpanStart, text.Span.End, notation, indentation, root, characters);
            }
        }
    }

    private void AppendNameof(ExpressionSyntax whole, ExpressionSyntax operand, int root)
    {
        SyntaxToken name = operand.GetLastToken();
        string value = name.ValueText;
        int offset = name.Text.StartsWith("@", StringComparison.Ordinal) ? 1 : 0;
        if (!name.IsKind(SyntaxKind.IdentifierToken) || name.Text.Length != value.Length + offset)
        {
            AppendWhole(whole, operand.Span, root);
            return;
        }

        for (int i = 0; i < value.Length; i++)
        {
            int place = name.SpanStart + offset + i;
            characters.Add(new SourceCharacter(value[i], place, place + 1, root) { Around = whole.Span });
        }
    }

    /// <summary>A constant whose source cannot be read: the place of every character is the entire constant.</summary>
    private void AppendWhole(ExpressionSyntax expression, TextSpan place, int root)
    {
        if (model.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: { } value })
        {
            foreach (char c in value is string or char ? value.ToString() : "")
            {
                characters.Add(new SourceCharacter(c, place.Start, place.End, root, IsOpaque: true));
            }
        }
        else if (isUnfinished)
        {
            characters.Add(new SourceCharacter('x', place.Start, place.End, root, IsOpaque: true));
        }
    }

    private ExpressionSyntax? DeclarationHere(ExpressionSyntax expression)
    {
        ISymbol? symbol = model.GetSymbolInfo(expression, cancellationToken).Symbol;
        if (symbol is not (IFieldSymbol { IsConst: true } or ILocalSymbol { IsConst: true }) || symbol.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        SyntaxReference declaration = symbol.DeclaringSyntaxReferences[0];
        return declaration.SyntaxTree == expression.SyntaxTree
            ? (declaration.GetSyntax(cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;
    }

    private bool IsNameof(InvocationExpressionSyntax invocation) =>
        invocation.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }
        && model.GetSymbolInfo(invocation, cancellationToken).Symbol is null;

    /// <summary>How far the closing quotation marks of a raw literal are indented: every line of it loses as many characters.</summary>
    private static int IndentationBefore(SourceText source, int end)
    {
        TextLine line = source.Lines.GetLineFromPosition(end);
        int position = line.Start;
        while (position < end && source[position] is ' ' or '\t')
        {
            position++;
        }

        return position - line.Start;
    }

    private static int CountOf(char c, string text)
    {
        int count = 0;
        while (count < text.Length && text[count] == c)
        {
            count++;
        }

        return count;
    }
}
