package control

func choose(a int) (int, error) {
	if b, err := read(a); err != nil {
		return 0, err
	} else if b > 9 && a > 1 {
		return 9, nil
	} else {
		a = b
	}
	return a, nil
}

func rounds(items []int) int {
	sum := 0
	for i := 0; i < len(items); i++ {
		if i == 3 {
			continue
		}
		sum += items[i]
	}
	for sum > 100 || sum < -100 {
		sum /= 2
	}
rows:
	for _, item := range items {
		switch {
		case item == 7:
			break rows
		case item == 8:
			break
		default:
			continue rows
		}
		sum++
	}
	for {
		if sum == 0 {
			break
		}
		sum--
	}
	return sum
}

func falls(a int) string {
	switch b := a % 4; b {
	case 0, 1:
		note(b)
		fallthrough
	case 2:
		return "two"
	}
	switch kind := any(a).(type) {
	case int, uint:
		return "number"
	case string:
		note(kind)
	default:
		goto done
	}
	note(a)
done:
	return "done"
}

func (s *Server) serve(in <-chan int, stop chan bool) {
	defer func() {
		if err := recover(); err != nil {
			note(err)
		}
	}()
	for {
		select {
		case a := <-in:
			go s.handle(a)
		case <-stop:
			return
		}
	}
}

func declared(a int) int
