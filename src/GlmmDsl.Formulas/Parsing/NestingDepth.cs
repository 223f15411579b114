namespace GlmmDsl.Formulas;

/// <summary>
/// How deeply the parser has recursed at a token: parentheses; signs and powers, until an operator that binds less tightly; negations,
/// until <c>&amp;</c>, a bar or the next argument. Tokens in places where they are not allowed end none of these, because the parser skips them.
/// </summary>
internal sealed class NestingDepth
{
    private readonly Stack<(int Tight, int Negations, bool IsCall)> _open = new();
    private int _outer;
    private int _tight;
    private int _negations;
    private bool _isCall;
    private bool _isAfterOperand;
    private bool _isAfterName;

    /// <summary>Takes the next token; gives the depth there.</summary>
    public int Pass(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Open:
                _open.Push((_tight, _negations, _isCall));
                _outer += _tight + _negations + 1;
                (_tight, _negations, _isCall) = (0, 0, _isAfterName);
                _isAfterOperand = false;
                break;
            case TokenKind.Close when _open.Count > 0:
                (_tight, _negations, _isCall) = _open.Pop();
                _outer -= _tight + _negations + 1;
                _isAfterOperand = true;
                break;
            case TokenKind.Close:
                break;
            case TokenKind.Operator:
                PassOperator(token);
                _isAfterOperand = false;
                break;
            case TokenKind.Comma when _isCall:
                (_tight, _negations) = (0, 0);
                _isAfterOperand = false;
                break;
            default:
                _tight = _isAfterOperand && !token.StartsOperand ? 0 : _tight;
                _isAfterOperand = token.StartsOperand;
                break;
        }

        _isAfterName = token.Kind is TokenKind.Name or TokenKind.QuotedName;
        return _outer + _tight + _negations;
    }

    private void PassOperator(Token token)
    {
        if (token.Is("!"))
        {
            _negations++;
        }
        else if (token.Is("^") || token.Is("**") || (!_isAfterOperand && (token.Is("+") || token.Is("-"))))
        {
            _tight++;
        }
        else
        {
            _tight = 0;
            _negations = token.Is("&") || token.Is("|") || token.Is("||") ? 0 : _negations;
        }
    }
}
