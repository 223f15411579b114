using System.Runtime.CompilerServices;
using Sprache;

namespace GlmmDsl.Formulas;

/// <summary>The place of an expression; decides which tokens end it and which are errors.</summary>
internal enum Place
{
    /// <summary>Before the tilde.</summary>
    Response,

    /// <summary>After the tilde.</summary>
    Terms,

    /// <summary>Between parentheses.</summary>
    Parentheses,

    /// <summary>An argument of a call.</summary>
    Argument,
}

/// <summary>
/// Expressions of prefix and infix operators by R's precedences. One loop that climbs precedences instead of a rule for each: a level of
/// nesting costs a few frames of stack, and a long sum, which is nested to the left, none. Never fails: a
/// missing operand is a <see cref="MissingSyntax"/>, and a token in the way is reported and skipped.
/// </summary>
internal sealed class OperatorGrammar(Parser<ExpressionSyntax> operand, Place place)
{
    /// <summary>An expression in its place.</summary>
    public IResult<ExpressionSyntax> Expression(IInput input) => Climb((FormulaInput)input, Precedence.Bar);

    private IResult<ExpressionSyntax> Climb(FormulaInput input, Precedence minimum)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        IResult<ExpressionSyntax> first = Prefixed(input);
        ExpressionSyntax left = first.Value;
        input = (FormulaInput)first.Remainder;
        while (!Ends(input.Token))
        {
            Token token = input.Token;
            OperatorInfo? infix = token.Kind is TokenKind.Operator ? OperatorTable.Find(token.Text) : null;
            if ((infix?.Precedence ?? Precedence.Sum) < minimum)
            {
                break;
            }

            if (token.Kind is TokenKind.Comma && place is Place.Terms)
            {
                input.Errors.AddArguments(input);
                input = input.ToEnd();
                break;
            }

            if (infix is null)
            {
                input.Errors.AddUnexpected(input, place is Place.Argument);
                input = StartsOperand(token) ? input : input.Skip();
                if (!StartsOperand(input.Token))
                {
                    continue;
                }
            }

            IResult<ExpressionSyntax> right = infix is null ? Climb(input, Precedence.Product) : Right(input.Next(), infix.Precedence);

            // After an error the operands are joined as a sum, so that both are still checked.
            left = new BinarySyntax(infix?.Operator ?? BinaryOperator.Add, infix is null ? new TextSpan(token.Span.Start, 0) : token.Span, left, right.Value);
            input = (FormulaInput)right.Remainder;
            if (infix?.Precedence is Precedence.Comparison && IsComparison(input.Token))
            {
                input.Errors.Add(input.Token.Span, "comparisons cannot follow each other: write 'a < b & b < c'");
            }
        }

        return Result.Success(left, input);
    }

    /// <summary>The right side of an infix operator; powers associate to the right, the others to the left.</summary>
    private IResult<ExpressionSyntax> Right(FormulaInput input, Precedence precedence) =>
        precedence is Precedence.Power ? Prefixed(input) : Climb(input, precedence + 1);

    /// <summary>
    /// A sign binds less tightly than a power and more tightly than everything else; a negation includes comparisons wherever it is, as in R, where
    /// <c>a * !b + c</c> is <c>a * (!(b + c))</c>.
    /// </summary>
    private IResult<ExpressionSyntax> Prefixed(FormulaInput input)
    {
        bool hasReported = false;
        while (IsInTheWay(input.Token))
        {
            if (!hasReported)
            {
                input.Errors.AddUnexpected(input, place is Place.Argument);
                hasReported = true;
            }

            input = input.Skip();
        }

        Token token = input.Token;
        UnaryOperator? prefix = token.Is("-") ? UnaryOperator.Minus : token.Is("+") ? UnaryOperator.Plus : token.Is("!") ? UnaryOperator.Not : null;
        if (prefix is not null)
        {
            IResult<ExpressionSyntax> inner = prefix is UnaryOperator.Not ? Climb(input.Next(), Precedence.Comparison) : Prefixed(input.Next());
            return Result.Success<ExpressionSyntax>(new UnarySyntax(prefix.Value, token.Span, inner.Value), inner.Remainder);
        }

        IResult<ExpressionSyntax> power = token.StartsOperand ? operand(input) : Missing(input, hasReported);
        var behind = (FormulaInput)power.Remainder;
        if (OperatorTable.Find(behind.Token.Text)?.Precedence is not Precedence.Power)
        {
            return power;
        }

        IResult<ExpressionSyntax> exponent = Prefixed(behind.Next());
        return Result.Success<ExpressionSyntax>(
            new BinarySyntax(BinaryOperator.Power, behind.Token.Span, power.Value, exponent.Value), exponent.Remainder);
    }

    private static bool StartsOperand(Token token) => token.StartsOperand || token.Is("!");

    private static IResult<ExpressionSyntax> Missing(FormulaInput input, bool hasReported)
    {
        if (!hasReported)
        {
            input.Errors.AddMissingOperand(input);
        }

        return Result.Success<ExpressionSyntax>(new MissingSyntax(input.Position), input);
    }

    private static bool IsComparison(Token token) => OperatorTable.Find(token.Text)?.Precedence is Precedence.Comparison;

    private bool Ends(Token token) => token.Kind switch
    {
        TokenKind.End => true,
        TokenKind.Close => place is Place.Parentheses or Place.Argument,
        TokenKind.Comma => place is Place.Argument,
        TokenKind.Tilde or TokenKind.Equals => place is Place.Response,
        _ => false,
    };

    private bool IsInTheWay(Token token) =>
        token.Kind is TokenKind.Foreign or TokenKind.Unknown or TokenKind.Equals or TokenKind.Tilde or TokenKind.Close or TokenKind.Comma
        && !Ends(token);
}
