using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// A node of the syntax tree of a formula: immutable, with its exact place in the text. What an operator means (a term or a number)
/// depends on where it is and is decided later, when terms are formed. <see cref="object.ToString"/> writes the node as R's <c>deparse</c> does.
/// </summary>
public abstract class ExpressionSyntax
{
    private protected ExpressionSyntax(TextSpan span) => Span = span;

    /// <summary>Where the node is, without the blanks around it; parentheses belong to <see cref="ParenthesizedSyntax"/>.</summary>
    public TextSpan Span { get; }

    /// <summary>The expression as R's <c>deparse</c> writes it, whatever blanks the source has: <c>log(x + 1)</c>, <c>I((a - 2)/10)</c>.</summary>
    public sealed override string ToString() => SyntaxPrinter.Print(this);
}

/// <summary>A number such as <c>1</c>, <c>0.5</c>, <c>1e-3</c>, <c>2L</c>.</summary>
public sealed class NumberSyntax(double value, TextSpan span, bool isInteger = false) : ExpressionSyntax(span)
{
    /// <summary>Whether it is one of R's integers, <c>2L</c>; the names of columns keep the L.</summary>
    public bool IsInteger { get; } = isInteger;

    /// <summary>The value, read culture-invariantly.</summary>
    public double Value { get; } = value;
}

/// <summary>A text in quotation marks, as in <c>I(arm == "drug")</c>.</summary>
public sealed class StringSyntax(string value, TextSpan span) : ExpressionSyntax(span)
{
    /// <summary>The text without its quotation marks and escapes.</summary>
    public string Value { get; } = value;
}

/// <summary>A name: a column, a constant such as <c>pi</c>, or the name of a function in a <see cref="CallSyntax"/>.</summary>
public sealed class NameSyntax(string name, bool isQuoted, TextSpan span) : ExpressionSyntax(span)
{
    /// <summary>The name without back-quotes.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the source wrote it in back-quotes.</summary>
    public bool IsQuoted { get; } = isQuoted;
}

/// <summary>One argument of a call, named or not: <c>degree = 2</c>.</summary>
public sealed class ArgumentSyntax(NameSyntax? name, ExpressionSyntax value)
{
    /// <summary>The argument's name, null when it is given by position.</summary>
    public NameSyntax? Name { get; } = name;

    /// <summary>The argument's value.</summary>
    public ExpressionSyntax Value { get; } = value;

    /// <summary>Name and value.</summary>
    public TextSpan Span => Name is null ? Value.Span : TextSpan.Union(Name.Span, Value.Span);
}

/// <summary>A call: a function of columns, or a covariance structure around a bar term, as <c>cs(0 + item | subject)</c>.</summary>
public sealed class CallSyntax(NameSyntax function, ImmutableArray<ArgumentSyntax> arguments, TextSpan span) : ExpressionSyntax(span)
{
    /// <summary>The function's name.</summary>
    public NameSyntax Function { get; } = function;

    /// <summary>The arguments in order.</summary>
    public ImmutableArray<ArgumentSyntax> Arguments { get; } = arguments;
}

/// <summary>A prefix operator and its operand.</summary>
public sealed class UnarySyntax(UnaryOperator @operator, TextSpan operatorSpan, ExpressionSyntax operand)
    : ExpressionSyntax(TextSpan.Union(operatorSpan, operand.Span))
{
    /// <summary>The operator.</summary>
    public UnaryOperator Operator { get; } = @operator;

    /// <summary>The operator's place.</summary>
    public TextSpan OperatorSpan { get; } = operatorSpan;

    /// <summary>The operand.</summary>
    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary>An infix operator between two expressions.</summary>
public sealed class BinarySyntax(BinaryOperator @operator, TextSpan operatorSpan, ExpressionSyntax left, ExpressionSyntax right)
    : ExpressionSyntax(TextSpan.Union(left.Span, right.Span))
{
    /// <summary>The operator.</summary>
    public BinaryOperator Operator { get; } = @operator;

    /// <summary>The operator's place.</summary>
    public TextSpan OperatorSpan { get; } = operatorSpan;

    /// <summary>The left side.</summary>
    public ExpressionSyntax Left { get; } = left;

    /// <summary>The right side.</summary>
    public ExpressionSyntax Right { get; } = right;
}

/// <summary>An expression in parentheses.</summary>
public sealed class ParenthesizedSyntax(ExpressionSyntax inner, TextSpan span) : ExpressionSyntax(span)
{
    /// <summary>The expression between the parentheses.</summary>
    public ExpressionSyntax Inner { get; } = inner;
}

/// <summary>A zero-width node where an expression was expected and is missing; the parser has reported it.</summary>
public sealed class MissingSyntax(int position) : ExpressionSyntax(new TextSpan(position, 0));
