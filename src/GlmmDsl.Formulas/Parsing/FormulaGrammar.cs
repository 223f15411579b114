using System.Collections.Immutable;
using Sprache;

namespace GlmmDsl.Formulas;

/// <summary>The grammar of the formula language over tokens; never fails (see <see cref="OperatorGrammar"/>).</summary>
internal static class FormulaGrammar
{
    // Rules that refer to each other are methods: Sprache's Ref would memoise every place.
    private static readonly OperatorGrammar Response = new(Operand, Place.Response);
    private static readonly OperatorGrammar Terms = new(Operand, Place.Terms);
    private static readonly OperatorGrammar Inner = new(Operand, Place.Parentheses);
    private static readonly OperatorGrammar ArgumentValue = new(Operand, Place.Argument);

    private static readonly Parser<ExpressionSyntax> Number =
        from place in TokenOf(TokenKind.Number)
        select Literals.Number(place);

    private static readonly Parser<ExpressionSyntax> Text =
        from place in TokenOf(TokenKind.Text)
        select Literals.Text(place);

    private static readonly Parser<NameSyntax> Name =
        from place in TokenOf(TokenKind.Name).XOr(TokenOf(TokenKind.QuotedName))
        select Literals.Name(place);

    private static readonly Parser<ExpressionSyntax> Parenthesized =
        from open in TokenOf(TokenKind.Open)
        from inner in (Parser<ExpressionSyntax>)Inner.Expression
        from end in Closing(open)
        select new ParenthesizedSyntax(inner, TextSpan.FromBounds(open.Position, end));

    private static readonly Parser<NameSyntax?> ArgumentName =
        input => ((FormulaInput)input) is { Token.Kind: TokenKind.Name or TokenKind.QuotedName, Following.Kind: TokenKind.Equals }
            ? Name.Then(name => TokenOf(TokenKind.Equals).Return(name))(input)
            : Result.Success<NameSyntax?>(null, input);

    private static readonly Parser<ArgumentSyntax> Argument =
        from name in ArgumentName
        from value in (Parser<ExpressionSyntax>)ArgumentValue.Expression
        select new ArgumentSyntax(name, value);

    private static readonly Parser<IEnumerable<ArgumentSyntax>> Arguments = Argument.XDelimitedBy(TokenOf(TokenKind.Comma));

    private static readonly Parser<ExpressionSyntax> NameOrCall =
        from name in Name
        from whole in CallOf(name).XOr(Parse.Return<ExpressionSyntax>(name))
        select whole;

    private static readonly Parser<ExpressionSyntax> AnyOperand = NameOrCall.XOr(Number).XOr(Parenthesized).XOr(Text);

    private static readonly Parser<TextSpan> Tilde =
        TokenOf(TokenKind.Tilde).Select(place => place.Token.Span).XOr(EqualsForTilde).XOr(MissingTilde);

    private static readonly Parser<ExpressionSyntax?> ResponseOrNone =
        input => ((FormulaInput)input).Token.Kind is TokenKind.Tilde ? Result.Success<ExpressionSyntax?>(null, input) : Response.Expression(input);

    /// <summary>A whole formula; consumes all tokens.</summary>
    public static readonly Parser<FormulaSyntax> Formula =
        from response in ResponseOrNone
        from tilde in Tilde
        from right in tilde.Length > 0 ? Terms.Expression : (Parser<ExpressionSyntax>)MissingRight
        from source in (Parser<string>)SourceText
        select new FormulaSyntax(source, response, tilde, right);

    private static IResult<ExpressionSyntax> Operand(IInput input) => AnyOperand(input);

    private static Parser<FormulaInput> TokenOf(TokenKind kind) => input =>
    {
        var place = (FormulaInput)input;
        return place.Token.Kind == kind
            ? Result.Success(place, place.Next())
            : Result.Failure<FormulaInput>(input, "unexpected token", [kind.ToString()]);
    };

    private static Parser<ExpressionSyntax> CallOf(NameSyntax name) =>
        from open in TokenOf(TokenKind.Open)
        from arguments in open.Following.Kind is TokenKind.Close ? Parse.Return(Enumerable.Empty<ArgumentSyntax>()) : Arguments
        from end in Closing(open)
        select new CallSyntax(name, arguments.ToImmutableArray(), TextSpan.FromBounds(name.Span.Start, end));

    /// <summary>The closing parenthesis, or its absence, reported with the place of the opening one; gives where the parentheses end.</summary>
    private static Parser<int> Closing(FormulaInput open) => input =>
    {
        var place = (FormulaInput)input;
        if (place.Token.Kind is TokenKind.Close)
        {
            return Result.Success(place.Token.Span.End, place.Next());
        }

        place.Errors.Add(
            place.Token.Span,
            $"expected ')' to close the '(' at {place.Errors.Place(open.Token.Span)}, found {ErrorList.Found(place.Token)}");

        // Not the end of the text: blanks after the last token belong to no node.
        return Result.Success(Math.Max(place.Previous.Span.End, open.Token.Span.End), input);
    };

    private static IResult<TextSpan> EqualsForTilde(IInput input)
    {
        var place = (FormulaInput)input;
        if (place.Token.Kind is not TokenKind.Equals)
        {
            return Result.Failure<TextSpan>(input, "unexpected token", ["="]);
        }

        place.Errors.Add(place.Token.Span, "expected '~' between the response and the terms, found '='");
        return Result.Success(place.Token.Span, place.Next());
    }

    private static IResult<TextSpan> MissingTilde(IInput input)
    {
        var place = (FormulaInput)input;
        if (place.Previous.Kind is not TokenKind.End)
        {
            place.Errors.Add(place.Token.Span, $"expected '~' and terms after the response, found {ErrorList.Found(place.Token)}");
        }

        return Result.Success(place.Token.Span, input);
    }

    private static IResult<ExpressionSyntax> MissingRight(IInput input) =>
        Result.Success<ExpressionSyntax>(new MissingSyntax(input.Position), input);

    private static IResult<string> SourceText(IInput input) => Result.Success(input.Source, input);
}
